using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Coverage;

/// <summary>
/// One command and its frame, with the words in which the rule table asks about them. Events are views into the frame:
/// valid until the next command.
/// </summary>
public ref struct RuleStep
{
    private readonly ReadOnlySpan<byte> _command;
    private readonly ReadOnlySpan<byte> _frame;
    private readonly long _types;

    public RuleStep(ReadOnlySpan<byte> command, ReadOnlySpan<byte> frame, StreamWorld world)
    {
        _command = command;
        _frame = frame;
        World = world;
        foreach (var item in new EventFrame(frame))
        {
            _types |= 1L << (int)item.Type;
        }
    }

    public delegate bool Test<TBody>(in TBody body);

    /// <summary>The world after the frame.</summary>
    public StreamWorld World { get; }

    public readonly CommandType Command => CommandCodec.Header(_command).Type;

    public readonly ref readonly TBody Body<TBody>()
        where TBody : unmanaged => ref CommandCodec.Body<TBody>(_command);

    public readonly bool Has(EventType type) => (_types & (1L << (int)type)) != 0;

    public readonly bool Any<TBody>(EventType type, Test<TBody> test)
        where TBody : unmanaged => Has(type) && Count(type, test) > 0;

    public readonly int Count<TBody>(EventType type, Test<TBody> test)
        where TBody : unmanaged
    {
        var count = 0;
        foreach (var item in new EventFrame(_frame))
        {
            count += item.Type == type && test(in item.Body<TBody>()) ? 1 : 0;
        }

        return count;
    }

    public readonly bool Accepted(Test<OrderAccepted> test) => Any(EventType.OrderAccepted, test);

    public readonly bool AcceptedSigned(Test<SignedOrder> test) =>
        Any(EventType.OrderAccepted, (in OrderAccepted e) => test(in e.Request.Order));

    public readonly bool Rejected(RejectReason reason) =>
        Any(EventType.OrderRejected, (in OrderRejected e) => e.Reason == reason);

    public readonly bool AmendRefused(RejectReason reason) =>
        Any(EventType.AmendRejected, (in AmendRejected e) => e.Reason == reason);

    public readonly bool Cancelled(CancelReason reason) =>
        Any(EventType.OrderCancelled, (in OrderCancelled e) => e.Reason == reason);

    public readonly bool Reduced(CancelReason reason) =>
        Any(EventType.OrderReduced, (in OrderReduced e) => e.Reason == reason);

    public readonly bool Changed(StateCause cause) =>
        Any(EventType.MarketStateChanged, (in MarketStateChanged e) => e.Cause == cause);

    /// <summary>A trade in continuous trading, or in a call, of which an order of either side passes.</summary>
    public readonly bool Traded(bool isAuction, Predicate<StreamOrder> test)
    {
        var world = World;
        return Any(EventType.Traded, (in Traded e) =>
            isAuction == ((e.Flags & TradeFlags.Auction) != 0)
            && (Passes(world, e.Buy.OrderId, test) || Passes(world, e.Sell.OrderId, test)));
    }

    public readonly bool Triggered(Predicate<StreamOrder> test)
    {
        var world = World;
        return Any(EventType.OrderTriggered, (in OrderTriggered e) => Passes(world, e.OrderId, test));
    }

    public readonly bool CancelledOrder(CancelReason reason, Predicate<StreamOrder> test)
    {
        var world = World;
        return Any(EventType.OrderCancelled, (in OrderCancelled e) =>
            e.Reason == reason && Passes(world, e.OrderId, test));
    }

    public readonly bool ReducedOrder(CancelReason reason, Predicate<StreamOrder> test)
    {
        var world = World;
        return Any(EventType.OrderReduced, (in OrderReduced e) =>
            e.Reason == reason && Passes(world, e.OrderId, test));
    }

    public readonly bool PreventedMaker(SelfTradePrevention mode, Predicate<StreamOrder> test)
    {
        var world = World;
        return Any(EventType.PreventedMatch, (in PreventedMatch e) =>
            e.Mode == mode && Passes(world, e.Maker.OrderId, test));
    }

    public readonly bool PreventedTaker(Predicate<StreamOrder> test)
    {
        var world = World;
        return Any(EventType.PreventedMatch, (in PreventedMatch e) => Passes(world, e.Taker.OrderId, test));
    }

    private static bool Passes(StreamWorld world, long orderId, Predicate<StreamOrder> test) =>
        world.Order(orderId) is { } order && test(order);
}
