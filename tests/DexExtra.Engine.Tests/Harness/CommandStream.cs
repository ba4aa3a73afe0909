using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>
/// A seeded stream of commands that mostly make sense and often do not: crossing and resting orders of few owners
/// around one price, cancels of known and unknown orders, exact repeats, broken fields, short expiries, time jumps,
/// deposits in and out of order, settlement walks, second listings.
/// </summary>
public sealed class CommandStream
{
    private const int Owners = 5;
    private const int RememberedOrders = 64;
    private readonly Random _random;
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private readonly List<NewOrder> _recent = [];
    private readonly ulong[] _nonces = new ulong[Owners + 2];
    private int _length;
    private long _nowNs = Venue.StartNs;
    private ulong _nextId = 1;
    private ulong _nextDeposit = 1;
    private ulong _settleFrom = 1;

    public CommandStream(int seed) => _random = new Random(seed);

    public long Sequence { get; private set; }

    /// <summary>Next command, stamped. Valid until the next call.</summary>
    public Span<byte> Next()
    {
        Build();
        var command = _command.AsSpan(0, _length);
        ref var header = ref CommandCodec.Header(command);
        header.Sequence = ++Sequence;
        _nowNs += PassedNs();
        header.TimestampNs = _nowNs;
        return command;
    }

    private long PassedNs() => _random.Next(1_000) switch
    {
        0 => 24L * 3_600 * Limits.NsPerSecond,
        < 5 => _random.Next(60) * Limits.NsPerSecond,
        < 40 => Limits.NsPerSecond,
        < 300 => _random.NextInt64(Limits.NsPerSecond / 10),
        _ => 0,
    };

    private void Build()
    {
        if (Sequence < 3)
        {
            BuildSetUp();
            return;
        }

        switch (_random.Next(100))
        {
            case < 66:
                Write(CommandType.NewOrder, NextOrder());
                break;
            case < 80:
                Write(CommandType.CancelOrder, NextCancel());
                break;
            case < 86:
                Write(CommandType.Deposit, NextDeposit());
                break;
            case < 94:
                Write(CommandType.SettlementUpdate, NextSettlement());
                break;
            case < 96:
                Write(CommandType.CreateMarket, NextMarket());
                break;
            case < 97:
                Write(CommandType.ListAsset, NextAsset());
                break;
            default:
                WriteHeaderOnly(_random.Next(3) == 0 ? (CommandType)_random.Next(20) : CommandType.Tick);
                break;
        }
    }

    private void BuildSetUp()
    {
        switch (Sequence)
        {
            case 0:
                Write(CommandType.ListAsset, TestMarkets.Asset);
                break;
            case 1:
                Write(CommandType.CreateMarket, TestMarkets.PlainTerms);
                break;
            default:
                Write(CommandType.CreateMarket, TestMarkets.NegativeTerms);
                break;
        }
    }

    private NewOrder NextOrder()
    {
        if (_recent.Count > 0 && _random.Next(25) == 0)
        {
            return Repeated();
        }

        var owner = _random.Next(1, Owners + 2);
        var terms = _random.Next(3) == 0 ? TestMarkets.NegativeTerms : TestMarkets.PlainTerms;
        var middle = (terms.FloorTicks + terms.CapTicks) / 2;
        var nowSeconds = (ulong)(_nowNs / Limits.NsPerSecond);
        var ticket = new OrderTicket(
            Traders.Of(owner, _random.Next(4) == 0 ? 1U : 0U),
            (Side)_random.Next(1, 3),
            _random.Next(20) == 0 ? _random.Next(1, 600) : _random.Next(1, 12),
            _random.Next(15) == 0
                ? _random.NextInt64(terms.FloorTicks - 1, terms.CapTicks + 2)
                : middle + _random.Next(-6, 7))
        {
            Terms = terms,
            Type = _random.Next(6) == 0 ? OrderType.Market : OrderType.Limit,
            TimeInForce = _random.Next(10) switch
            {
                < 6 => TimeInForce.GoodTillCancel,
                < 8 => TimeInForce.ImmediateOrCancel,
                _ => TimeInForce.FillOrKill,
            },
            Flags = NextFlags(),
            ClientOrderId = _nextId,
            Nonce = NextNonce(owner),
            Hash = _nextId++,
            ExpirySeconds = nowSeconds + (ulong)(_random.Next(4) == 0 ? _random.Next(0, 4) : _random.Next(5, 100_000)),
        };
        var order = Broken(Fitting(ticket).ToCommand());
        Remember(order);
        return order;
    }

    /// <summary>Most instructions get the type and time in force that may carry them.</summary>
    private OrderTicket Fitting(OrderTicket ticket) => _random.Next(4) == 0
        ? ticket
        : ticket with
        {
            Type = ticket.Flags.HasFlag(OrderFlags.RestRemainder) ? OrderType.Market : ticket.Type,
            TimeInForce = (ticket.Flags & (OrderFlags.RestRemainder | OrderFlags.ReduceOnly)) != 0
                ? TimeInForce.ImmediateOrCancel
                : ticket.TimeInForce,
        };

    /// <summary>Mostly none; the others often in combinations that do not exist.</summary>
    private OrderFlags NextFlags()
    {
        var mode = (OrderFlags)(_random.Next(4) << 3);
        return mode | _random.Next(12) switch
        {
            0 => OrderFlags.PostOnly,
            1 => OrderFlags.PostOnlySlide,
            2 or 3 => OrderFlags.RestRemainder,
            4 or 5 => OrderFlags.ReduceOnly,
            _ => OrderFlags.None,
        };
    }

    private ulong NextNonce(int owner) => _random.Next(40) switch
    {
        0 => _random.Next(3) == 0 ? ulong.MaxValue : _nonces[owner],
        1 => _nonces[owner] - Math.Min(_nonces[owner], (ulong)_random.Next(5_000)),
        2 => _nonces[owner] += (ulong)_random.Next(1, 6_000),
        3 => _nonces[owner] - Math.Min(_nonces[owner], (ulong)(Limits.NonceWindow + _random.Next(-1, 2))),
        _ => ++_nonces[owner],
    };

    private NewOrder Repeated()
    {
        var order = _recent[_random.Next(_recent.Count)];
        if (_random.Next(4) == 0)
        {
            order.OrderHash = new Hash32(_command.AsSpan(0, Hash32.SizeBytes));
        }

        if (_random.Next(4) == 0)
        {
            order.ClientOrderId = _nextId++;
        }

        return order;
    }

    /// <summary>One field of twenty-five orders or so is wrong.</summary>
    private NewOrder Broken(NewOrder order)
    {
        switch (_random.Next(250))
        {
            case 0: order.Order.Version = 2; break;
            case 1: order.Order.Flags = (OrderFlags)(1U << _random.Next(32)); break;
            case 2: order.Order.TriggerPrice = 1; break;
            case 3: order.Order.Side = (Side)_random.Next(4); break;
            case 4: order.Order.OrderType = (OrderType)_random.Next(5); break;
            case 5: order.Order.TimeInForce = (TimeInForce)_random.Next(7); break;
            case 6: order.Order.LimitPrice++; break;
            case 7: order.Order.Quantity++; break;
            case 8: order.QuantityLots = _random.Next(-2, 2); break;
            case 9: order.Order.MaxFeePerUnit = (UInt128)_random.Next(4); break;
            case 10: order.Order.MarketId = (uint)_random.Next(8); break;
            case 11: order.Order.Quantity = UInt128.MaxValue; break;
            case 12: order.PriceTicks = long.MinValue; break;
            default: break;
        }

        return order;
    }

    private void Remember(in NewOrder order)
    {
        if (_recent.Count == RememberedOrders)
        {
            _recent.RemoveAt(_random.Next(RememberedOrders));
        }

        _recent.Add(order);
    }

    private CancelOrder NextCancel()
    {
        var isById = _random.Next(3) == 0;
        var order = _recent.Count > 0 ? _recent[_random.Next(_recent.Count)] : default;
        return new CancelOrder
        {
            Account = _random.Next(12) == 0 ? Traders.Of(_random.Next(1, Owners + 3)) : order.Order.Account,
            OrderId = isById ? _random.NextInt64(Math.Max(0, Sequence - 100), Sequence + 2) : 0,
            OrigClientOrderId = order.ClientOrderId,
            ClientOrderId = (ulong)_random.Next(1_000),
        };
    }

    private Deposit NextDeposit()
    {
        var deposit = new Deposit
        {
            DepositId = _random.Next(8) == 0 ? (ulong)_random.NextInt64((long)_nextDeposit + 4) : _nextDeposit,
            Account = Traders.Of(_random.Next(1, Owners + 1), _random.Next(4) == 0 ? 1U : 0U),
            Token = _random.Next(20) == 0 ? Traders.Of(999).Owner : TestMarkets.Token,
            Amount = _random.Next(30) == 0 ? _random.Next(-1, 1) : _random.Next(1, 4_000),
            ChainId = TestMarkets.ChainId + (ulong)(_random.Next(30) == 0 ? _random.Next(1, 4) : 0),
        };
        var isTaken = deposit.DepositId == _nextDeposit && deposit.Amount > 0
            && deposit.Token == TestMarkets.Token && deposit.ChainId == TestMarkets.ChainId;
        _nextDeposit += isTaken ? 1UL : 0UL;
        return deposit;
    }

    private SettlementUpdate NextSettlement()
    {
        var first = _settleFrom + (ulong)_random.Next(_random.Next(10) == 0 ? 30 : 3);
        var update = new SettlementUpdate
        {
            FirstMatchId = first - (ulong)(_random.Next(10) == 0 ? 1 : 0),
            LastMatchId = first + (ulong)_random.Next(3),
            State = (SettlementState)_random.Next(_random.Next(10) == 0 ? 0 : 2, 8),
        };
        _settleFrom += (ulong)(_random.Next(6) == 0 ? 1 : 0);
        return update;
    }

    private CreateMarket NextMarket()
    {
        var terms = TestMarkets.NegativeTerms;
        terms.MarketId = (uint)_random.Next(8);
        terms.AssetId = (uint)_random.Next(1, 3);
        terms.FloorTicks = _random.Next(-60, 60);
        terms.Multiplier = _random.Next(1, 20) * 100;
        terms.MakerFeePerLot = _random.Next(-1, 3);
        return terms;
    }

    private ListAsset NextAsset()
    {
        var asset = TestMarkets.Asset;
        asset.AssetId = (uint)_random.Next(8);
        asset.TokenDecimals = (uint)_random.Next(11);
        asset.Token = Traders.Of(_random.Next(3) == 0 ? 0 : 1_000 + _random.Next(6)).Owner;
        return asset;
    }

    private void Write<TBody>(CommandType type, TBody body)
        where TBody : unmanaged => _length = CommandCodec.Write(_command, type, in body, _nextId, 0);

    private void WriteHeaderOnly(CommandType type)
    {
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = type,
            Version = CommandHeader.CurrentVersion,
        };
        System.Runtime.InteropServices.MemoryMarshal.Write(_command, in header);
        _length = CommandHeader.SizeBytes;
    }
}
