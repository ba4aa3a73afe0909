using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// An endless mix of resting, crossing, immediate and cancelled orders of sixteen accounts that allocates nothing and
/// never runs out of money: prices walk around the middle, every other order is the mirror of the one before.
/// </summary>
public sealed class OrderLoad
{
    private const int Accounts = 16;
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private readonly OrderTicket _template = new(Traders.Of(1), Side.Buy, 1, 50);
    private readonly AccountId[] _accounts = new AccountId[Accounts];
    private NewOrder _order;
    private ulong _state = 88_172_645_463_325_252UL;
    private long _sequence;

    public OrderLoad()
    {
        _order = _template.ToCommand();
        for (var index = 0; index < Accounts; index++)
        {
            _accounts[index] = Traders.Of(index + 1);
        }
    }

    public void SetUp(Engine engine, ref EventFrameWriter sink)
    {
        engine.Apply(Stamp(CommandCodec.Write(_command, CommandType.ListAsset, TestMarkets.Asset, 0, 0)), ref sink);
        var length = CommandCodec.Write(_command, CommandType.CreateMarket, TestMarkets.PlainTerms, 0, 0);
        engine.Apply(Stamp(length), ref sink);
        for (var index = 0; index < Accounts; index++)
        {
            var deposit = new Deposit
            {
                DepositId = (ulong)index + 1,
                Account = _accounts[index],
                Token = TestMarkets.Token,
                Amount = 1_000_000_000_000,
                ChainId = TestMarkets.ChainId,
            };
            engine.Apply(Stamp(CommandCodec.Write(_command, CommandType.Deposit, in deposit, 0, 0)), ref sink);
        }
    }

    public Span<byte> Next()
    {
        var draw = Draw();
        if (draw % 4 == 0)
        {
            var cancel = new CancelOrder
            {
                Account = _accounts[(draw >> 8) % Accounts],
                OrderId = Math.Max(1, _sequence - (long)((draw >> 16) % 64)),
            };
            return Stamp(CommandCodec.Write(_command, CommandType.CancelOrder, in cancel, 0, 0));
        }

        var ticks = 45 + (long)((draw >> 16) % 11);
        var lots = 1 + (long)((draw >> 24) % 20);
        _order.Order.Account = _accounts[(draw >> 8) % Accounts];
        _order.Order.Side = (draw & 16) == 0 ? Side.Buy : Side.Sell;
        _order.Order.TimeInForce = (draw & 0x60) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.GoodTillCancel;
        _order.Order.Flags = Flags(draw >> 40, _order.Order.TimeInForce);
        _order.Order.LimitPrice = ticks * FixedPoint.One;
        _order.Order.Quantity = (UInt128)lots * FixedPoint.One;
        _order.Order.ExpirySeconds = (ulong)(NowNs / Limits.NsPerSecond) + 2 + ((draw >> 32) % 8);
        _order.Order.Nonce = (ulong)_sequence;
        _order.ClientOrderId = (ulong)_sequence;
        _order.PriceTicks = ticks;
        _order.QuantityLots = lots;
        return Stamp(CommandCodec.Write(_command, CommandType.NewOrder, in _order, 0, 0));
    }

    /// <summary>Any self-trade mode; a quarter reduce-only or post-only, as the time in force allows.</summary>
    private static OrderFlags Flags(ulong draw, TimeInForce timeInForce) =>
        (OrderFlags)((draw & 3) << 3) | ((draw & 0xC) != 0 ? OrderFlags.None
            : timeInForce == TimeInForce.ImmediateOrCancel ? OrderFlags.ReduceOnly
            : OrderFlags.PostOnlySlide);

    /// <summary>Ten thousand commands a second of engine time.</summary>
    private long NowNs => Venue.StartNs + (_sequence * 100_000);

    /// <summary>Another command, stamped as the next one of the stream.</summary>
    public Span<byte> StampNext(byte[] command, int length)
    {
        command.AsSpan(0, length).CopyTo(_command);
        return Stamp(length);
    }

    private Span<byte> Stamp(int length)
    {
        var command = _command.AsSpan(0, length);
        ref var header = ref CommandCodec.Header(command);
        header.Sequence = ++_sequence;
        header.TimestampNs = NowNs;
        return command;
    }

    private ulong Draw()
    {
        _state ^= _state << 13;
        _state ^= _state >> 7;
        _state ^= _state << 17;
        return _state >> 1;
    }
}
