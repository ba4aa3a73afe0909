using System.Globalization;
using DexExtra.Engine;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>
/// The real engine fed with seeded random commands; its frames go into a real event log and are kept for comparison.
/// Orders cross, rest, expire, repeat, and some are hostile: unknown accounts and markets, values outside every range.
/// </summary>
internal sealed class VenueSimulator : IDisposable
{
    public const uint AssetId = 1;
    public const uint ChainId = 31_337;

    private const long StartNs = 1_790_000_000L * Limits.NsPerSecond;
    private const int Accounts = 24;
    private const long Never = 4_000_000_000;

    private static readonly (uint Id, long Floor, long Cap, long Tick, long Lot)[] Markets =
    [
        (1, 0, 10_000, 1_000_000, FixedPoint.One),
        (2, -5_000, 5_000, 1_000_000, FixedPoint.One),
        (3, 100, 30_000, 10_000, 1_000_000),
    ];

    private readonly Random _random;
    private readonly Doorbell _doorbell;
    private readonly Engine.Engine _engine = new(new EngineOptions
    {
        MaxAccounts = 256,
        MaxAssets = 4,
        MaxMarkets = 8,
        MaxBalances = 512,
        MaxPositions = 1_024,
        MaxOpenOrders = 16_384,
        MaxClientOrderIds = 65_536,
        MaxUnsettledMatches = 65_536,
    });

    private readonly EventLogWriter _log;
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private readonly ulong[] _nonces = new ulong[Accounts + 1];
    private readonly List<NewOrder> _sent = [];
    private EventFrameWriter _frame = new(new byte[Limits.MaxEventFrameBytes]);
    private long _timeNs = StartNs;
    private ulong _deposits;
    private ulong _clientOrderId;
    private ulong _queued;
    private ulong _submitted;
    private ulong _mined;
    private ulong _final;

    /// <summary>Rings <paramref name="doorbell"/> after each record, as the engine does.</summary>
    public VenueSimulator(Random random, string eventsFolder, string doorbell, int segmentBytes = 16 * 1024 * 1024)
    {
        _random = random;
        _doorbell = Doorbell.Open(doorbell);
        _log = EventLogWriter.Open(
            eventsFolder, new EventLogOptions { SegmentBytes = segmentBytes, PrepareInBackground = false });
    }

    /// <summary>Every frame of the log, frame of sequence s at index s − 1.</summary>
    public List<byte[]> Frames { get; } = [];

    public long LastSequence => Frames.Count;

    private ulong Matches => _engine.View.NextMatchId - 1;

    public static Address AddressOf(int number)
    {
        Span<byte> bytes = stackalloc byte[Address.SizeBytes];
        bytes.Fill((byte)number);
        bytes[0] = 0xA0;
        return new Address(bytes);
    }

    /// <summary>Token, markets, and money for most accounts.</summary>
    public VenueSimulator Open()
    {
        FixedText64.TryCreate("USDC", out var symbol);
        Send(CommandType.ListAsset, new ListAsset { AssetId = AssetId, TokenDecimals = 6, Token = AddressOf(200), Symbol = symbol });
        foreach (var (id, floor, cap, tick, lot) in Markets)
        {
            FixedText64.TryCreate(string.Create(CultureInfo.InvariantCulture, $"TEMP-ÖSLO-{id}"), out var metric);
            Send(CommandType.CreateMarket, new CreateMarket
            {
                MarketId = id,
                AssetId = AssetId,
                TickSize = tick,
                LotSize = lot,
                Multiplier = FixedPoint.One,
                FloorTicks = floor,
                CapTicks = cap,
                TakerFeePerLot = 500,
                MakerFeePerLot = 200,
                AuctionFeePerLot = 300,
                MaxOrderLots = 1_000,
                ProtectionTicks = 500,
                QuestionHash = RandomHash(),
                MetricId = metric,
                InitialState = MarketState.Continuous,
                Life = MarketLives.Far,
            });
        }

        for (var account = 1; account <= Accounts; account++)
        {
            Deposit(account, 1_000_000);
        }

        return this;
    }

    /// <summary>Nothing happens for so long.</summary>
    public void Skip(TimeSpan time) => _timeNs += time.Ticks * TimeSpan.NanosecondsPerTick;

    /// <summary>Appends so many commands.</summary>
    public void Run(int commands)
    {
        for (var count = 0; count < commands; count++)
        {
            _timeNs += _random.Next(0, 50_000_000);
            switch (_random.Next(100))
            {
                case < 72:
                    SendOrder(RandomOrder());
                    break;
                case < 84:
                    SendCancel();
                    break;
                case < 87:
                    SendRepeat();
                    break;
                case < 90:
                    SendHostile();
                    break;
                case < 97:
                    SendSettlement();
                    break;
                case < 98:
                    Deposit(_random.Next(1, Accounts + 1), _random.Next(1, 1_000));
                    break;
                default:
                    Tick();
                    break;
            }
        }
    }

    public void Tick() => Send(CommandType.Tick, default(EmptyBody));

    public void Dispose()
    {
        _log.Dispose();
        _doorbell.Dispose();
    }

    /// <summary>Appends a frame made by hand.</summary>
    public void Append(ReadOnlySpan<byte> frame)
    {
        Frames.Add(frame.ToArray());
        _log.Append(Frames.Count, frame);
        _doorbell.Ring();
    }

    private void Deposit(int account, long dollars) => Send(CommandType.Deposit, new Deposit
    {
        DepositId = ++_deposits,
        Account = new AccountId(AddressOf(account), (uint)(account % 3)),
        Token = AddressOf(200),
        LogIndex = (uint)_random.Next(10),
        Amount = dollars * (Int128)FixedPoint.One,
        TransactionHash = RandomHash(),
        BlockNumber = _deposits + 10,
        ChainId = ChainId,
    });

    private NewOrder RandomOrder()
    {
        var account = _random.Next(1, Accounts + 1);
        var (id, floor, cap, tick, lot) = Markets[_random.Next(Markets.Length)];
        var isMarket = _random.Next(8) == 0;
        var side = _random.Next(2) == 0 ? Side.Buy : Side.Sell;
        var middle = (floor + cap) / 2;
        var ticks = isMarket
            ? (side == Side.Buy ? cap : floor)
            : Math.Clamp(middle + _random.Next(-40, 41), floor, cap);
        var lots = _random.Next(1, 60);
        var timeInForce = isMarket || _random.Next(5) == 0
            ? (_random.Next(2) == 0 ? TimeInForce.ImmediateOrCancel : TimeInForce.FillOrKill)
            : TimeInForce.GoodTillCancel;
        return new NewOrder
        {
            Order = new SignedOrder
            {
                Account = new AccountId(AddressOf(account), (uint)(account % 3)),
                MarketId = id,
                Side = side,
                OrderType = isMarket ? OrderType.Market : OrderType.Limit,
                TimeInForce = timeInForce,
                Flags = RandomFlags(isMarket, timeInForce),
                Version = SignedOrder.FirstVersion,
                LimitPrice = ticks * (Int128)tick,
                Quantity = (UInt128)(lots * (Int128)lot),
                MaxFeePerUnit = _random.Next(20) == 0 ? UInt128.MaxValue : 10_000_000,
                ExpirySeconds = RandomExpiry(),
                Nonce = ++_nonces[account],
            },
            Signature = new Signature { R = RandomHash(), S = RandomHash(), V = 27 },
            OrderHash = RandomHash(),
            ClientOrderId = ++_clientOrderId,
            PriceTicks = ticks,
            QuantityLots = lots,
        };
    }

    /// <summary>A self-trade mode, and now and then an instruction that the order may carry.</summary>
    private OrderFlags RandomFlags(bool isMarket, TimeInForce timeInForce) =>
        (OrderFlags)(_random.Next(4) << 3) | (_random.Next(4) != 0 ? OrderFlags.None : (isMarket, timeInForce) switch
        {
            (true, TimeInForce.ImmediateOrCancel) => OrderFlags.RestRemainder,
            (false, TimeInForce.GoodTillCancel) => (OrderFlags)_random.Next(1, 3),
            _ => OrderFlags.ReduceOnly,
        });

    private ulong RandomExpiry() => _random.Next(10) switch
    {
        0 => (ulong)((_timeNs / Limits.NsPerSecond) + _random.Next(1, 20)),
        1 => ulong.MaxValue / 2_000_000_000,
        _ => Never,
    };

    private void SendOrder(in NewOrder order)
    {
        _sent.Add(order);
        Send(CommandType.NewOrder, in order);
    }

    private void SendRepeat()
    {
        if (_sent.Count == 0)
        {
            return;
        }

        var order = _sent[_random.Next(_sent.Count)];
        if (_random.Next(3) == 0)
        {
            order.OrderHash = RandomHash();
        }

        Send(CommandType.NewOrder, in order);
    }

    /// <summary>What only a broken or hostile gateway sends: values that no typed column can hold.</summary>
    private void SendHostile()
    {
        var order = RandomOrder();
        switch (_random.Next(5))
        {
            case 0:
                order.Order.Account = new AccountId(AddressOf(99), 7);
                break;
            case 1:
                order.Order.MarketId = uint.MaxValue;
                break;
            case 2:
                order.Order.LimitPrice = Int128.MinValue;
                order.Order.Quantity = UInt128.MaxValue;
                order.PriceTicks = long.MinValue;
                order.QuantityLots = long.MaxValue;
                break;
            case 3:
                order.Order.Side = (Side)77;
                order.Order.OrderType = (OrderType)78;
                order.Order.TimeInForce = (TimeInForce)79;
                order.Order.ExpirySeconds = ulong.MaxValue;
                break;
            default:
                order.Order.Flags = (OrderFlags)uint.MaxValue;
                order.Order.TriggerPrice = Int128.MaxValue;
                order.Order.Nonce = ulong.MaxValue;
                break;
        }

        Send(CommandType.NewOrder, in order);
    }

    private void SendCancel()
    {
        if (_sent.Count == 0)
        {
            return;
        }

        var order = _sent[Math.Max(0, _sent.Count - 1 - _random.Next(200))];
        Send(CommandType.CancelOrder, new CancelOrder
        {
            Account = order.Order.Account,
            ClientOrderId = ++_clientOrderId,
            OrigClientOrderId = _random.Next(20) == 0 ? 0UL : order.ClientOrderId,
        });
    }

    private void SendSettlement()
    {
        switch (_random.Next(6))
        {
            case 0:
                _queued = Settle(_queued, Matches, SettlementState.Queued);
                break;
            case 1:
                _submitted = Settle(_submitted, _queued, SettlementState.Submitted);
                break;
            case 2:
                Settle(_mined, _submitted, SettlementState.Retrying);
                Settle(_mined, _submitted, SettlementState.Submitted);
                break;
            case 3:
                _mined = Settle(_mined, _submitted, SettlementState.Mined);
                break;
            case 4 when _final == _mined && _submitted > _mined:
                _mined = _final = Settle(_mined, _mined + 1, SettlementState.Failed);
                break;
            default:
                _final = Settle(_final, _mined, SettlementState.Final);
                break;
        }
    }

    /// <summary>Moves the matches behind one pointer up to another; returns where the pointer is now.</summary>
    private ulong Settle(ulong after, ulong upTo, SettlementState state)
    {
        var last = Math.Min(upTo, after + Limits.MaxSettlementRange);
        if (last <= after)
        {
            return after;
        }

        var mined = state is SettlementState.Mined or SettlementState.Final or SettlementState.Failed;
        Send(CommandType.SettlementUpdate, new SettlementUpdate
        {
            FirstMatchId = after + 1,
            LastMatchId = last,
            State = state,
            FailureCode = state == SettlementState.Failed ? (ushort)7 : (ushort)0,
            Attempt = state == SettlementState.Queued ? 0U : 1U,
            TransactionHash = state == SettlementState.Queued ? default : RandomHash(),
            BlockNumber = mined ? 1_000 + last : 0,
            GasPerMatch = mined ? 90_000UL : 0,
        });
        return last;
    }

    private Hash32 RandomHash()
    {
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        _random.NextBytes(bytes);
        return new Hash32(bytes);
    }

    private void Send<TBody>(CommandType type, in TBody body)
        where TBody : unmanaged
    {
        int length;
        if (type == CommandType.Tick)
        {
            length = CommandHeader.SizeBytes;
            _command.AsSpan(0, length).Clear();
            CommandCodec.Header(_command.AsSpan()) = new CommandHeader
            {
                Length = length,
                Type = type,
                Version = CommandHeader.CurrentVersion,
            };
        }
        else
        {
            var received = _random.Next(10) == 0 ? 0 : _timeNs - 20_000;
            length = CommandCodec.Write(_command, type, in body, (ulong)_random.NextInt64(), received);
        }

        ref var header = ref CommandCodec.Header(_command.AsSpan(0, length));
        header.Sequence = LastSequence + 1;
        header.TimestampNs = _timeNs;
        header.SourceId = 1;
        header.SourceSession = 42;
        header.SourcePosition = header.Sequence * 64;
        _engine.Apply(_command.AsSpan(0, length), ref _frame);
        Append(_frame.Frame);
    }

    private struct EmptyBody;
}
