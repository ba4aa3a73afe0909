using DexExtra.Engine.Reference.Streams;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Coverage;

/// <summary>
/// One command and its frame, with the words in which the rule table asks about them. Events are views into the frame:
/// valid until the next command. Most frames hold few types of events, so every question looks for its type first.
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

    /// <summary>Asks an event about the order that it names.</summary>
    public delegate bool TestWith<TBody, in TDetail>(in TBody body, TDetail detail);

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

    public readonly bool Rejected(RejectReason reason) => AnyWith(
        EventType.OrderRejected, static (in OrderRejected e, RejectReason expected) => e.Reason == expected, reason);

    public readonly bool AmendRefused(RejectReason reason) => AnyWith(
        EventType.AmendRejected, static (in AmendRejected e, RejectReason expected) => e.Reason == expected, reason);

    public readonly bool Cancelled(CancelReason reason) => AnyWith(
        EventType.OrderCancelled, static (in OrderCancelled e, CancelReason expected) => e.Reason == expected, reason);

    public readonly bool Reduced(CancelReason reason) => AnyWith(
        EventType.OrderReduced, static (in OrderReduced e, CancelReason expected) => e.Reason == expected, reason);

    public readonly bool Changed(StateCause cause) => AnyWith(
        EventType.MarketStateChanged,
        static (in MarketStateChanged e, StateCause expected) => e.Cause == expected,
        cause);

    public readonly bool Entered(MarketState state) => AnyWith(
        EventType.MarketStateChanged,
        static (in MarketStateChanged e, MarketState expected) => e.State == expected,
        state);

    public readonly bool Flagged(TradeFlags flags) => AnyWith(
        EventType.Traded, static (in Traded e, TradeFlags expected) => e.Flags == expected, flags);

    /// <summary>What the oracle said, and the terms of its market.</summary>
    public readonly bool Result(OracleUpdateKind kind, TestWith<ResultChanged, CreateMarket> test) => AnyWith(
        EventType.ResultChanged,
        static (in ResultChanged e, (StreamWorld World, OracleUpdateKind Kind, TestWith<ResultChanged, CreateMarket> Test) with) =>
            e.Update.Kind == with.Kind && with.Test(in e, with.World.Markets[e.Update.MarketId].Terms),
        (World, kind, test));

    /// <summary>A trade in continuous trading, or in a call, of which an order of either side passes.</summary>
    public readonly bool Traded(bool isAuction, Predicate<StreamOrder> test) => AnyWith(
        EventType.Traded,
        static (in Traded e, (StreamWorld World, bool IsAuction, Predicate<StreamOrder> Test) with) =>
            with.IsAuction == ((e.Flags & TradeFlags.Auction) != 0)
            && (Passes(with.World, e.Buy.OrderId, with.Test) || Passes(with.World, e.Sell.OrderId, with.Test)),
        (World, isAuction, test));

    public readonly bool Triggered(Predicate<StreamOrder> test) => AnyWith(
        EventType.OrderTriggered,
        static (in OrderTriggered e, (StreamWorld World, Predicate<StreamOrder> Test) with) =>
            Passes(with.World, e.OrderId, with.Test),
        (World, test));

    public readonly bool CancelledOrder(CancelReason reason, Predicate<StreamOrder> test) => AnyWith(
        EventType.OrderCancelled,
        static (in OrderCancelled e, (StreamWorld World, CancelReason Reason, Predicate<StreamOrder> Test) with) =>
            e.Reason == with.Reason && Passes(with.World, e.OrderId, with.Test),
        (World, reason, test));

    public readonly bool ReducedOrder(CancelReason reason, Predicate<StreamOrder> test) => AnyWith(
        EventType.OrderReduced,
        static (in OrderReduced e, (StreamWorld World, CancelReason Reason, Predicate<StreamOrder> Test) with) =>
            e.Reason == with.Reason && Passes(with.World, e.OrderId, with.Test),
        (World, reason, test));

    public readonly bool PreventedMaker(SelfTradePrevention mode, Predicate<StreamOrder> test) => AnyWith(
        EventType.PreventedMatch,
        static (in PreventedMatch e, (StreamWorld World, SelfTradePrevention Mode, Predicate<StreamOrder> Test) with) =>
            e.Mode == with.Mode && Passes(with.World, e.Maker.OrderId, with.Test),
        (World, mode, test));

    public readonly bool PreventedTaker(Predicate<StreamOrder> test) => AnyWith(
        EventType.PreventedMatch,
        static (in PreventedMatch e, (StreamWorld World, Predicate<StreamOrder> Test) with) =>
            Passes(with.World, e.Taker.OrderId, with.Test),
        (World, test));

    /// <summary>The detail is handed over: a test that captured it would be a new object for every rule and frame.</summary>
    private readonly bool AnyWith<TBody, TDetail>(EventType type, TestWith<TBody, TDetail> test, TDetail detail)
        where TBody : unmanaged
    {
        if (!Has(type))
        {
            return false;
        }

        foreach (var item in new EventFrame(_frame))
        {
            if (item.Type == type && test(in item.Body<TBody>(), detail))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Passes(StreamWorld world, long orderId, Predicate<StreamOrder> test) =>
        world.Order(orderId) is { } order && test(order);
}
