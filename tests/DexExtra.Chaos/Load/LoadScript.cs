using System.Runtime.InteropServices;
using DexExtra.Messages;
using DexExtra.RealParts;

namespace DexExtra.Chaos.Load;

/// <summary>
/// An endless list of commands that is a function of its seed: a token, two markets, deposits, then orders, cancels and
/// further numbered deposits. The producer publishes it, and a second copy of it says what must stand in the log.
/// Command n carries n as its correlation id. One thread.
/// </summary>
internal sealed class LoadScript(int seed)
{
    private const int Accounts = 24;
    private const int RecentOrders = 512;
    private const uint AssetId = 1;
    private const uint ChainId = 31_337;
    private const ulong Never = 4_000_000_000;
    private const int Tick = 1_000_000;
    private const long CapTicks = 10_000;
    private const long MiddleTicks = CapTicks / 2;
    private const int FirstDeposits = 3;

    private readonly Random _random = new(seed);
    private readonly byte[] _buffer = new byte[Limits.MaxCommandBytes];
    private readonly ulong[] _nonces = new ulong[Accounts + 1];
    private readonly (int Account, ulong Id)[] _recent = new (int, ulong)[RecentOrders];
    private ulong _orders;
    private ulong _deposits;

    /// <summary>Commands handed out so far: the number of the last one.</summary>
    public long Count { get; private set; }

    /// <summary>Sum of the deposits handed out so far, ledger units.</summary>
    public Int128 Deposited { get; private set; }

    public static IEnumerable<AccountId> AllAccounts =>
        Enumerable.Range(1, Accounts).Select(account => Account(account));

    public static IEnumerable<uint> AllMarkets => [1, 2];

    /// <summary>The next command, whole, as a producer publishes it; valid until the next call.</summary>
    public ReadOnlySpan<byte> Next() => ++Count switch
    {
        1 => Lay(CommandType.ListAsset, new ListAsset
        {
            AssetId = AssetId,
            TokenDecimals = 6,
            Token = CommandProducer.Token,
            Symbol = Text("USDC"),
        }),
        2 => Market(1, 0),
        3 => Market(2, -MiddleTicks),
        <= FirstDeposits + Accounts => Deposit((int)Count - FirstDeposits, 1_000_000_000),
        _ => _random.Next(100) switch
        {
            < 70 => Order(),
            < 85 => Cancel(),
            _ => Deposit(_random.Next(1, Accounts + 1), _random.Next(1, 1_000)),
        },
    };

    /// <summary>Passes over commands until <paramref name="count"/> have been handed out.</summary>
    public LoadScript SkipTo(long count)
    {
        while (Count < count)
        {
            Next();
        }

        return this;
    }

    private static AccountId Account(int number)
    {
        Span<byte> bytes = stackalloc byte[Address.SizeBytes];
        bytes.Fill((byte)number);
        return new AccountId(new Address(bytes), 0);
    }

    private static FixedText64 Text(string text) => FixedText64.TryCreate(text, out var value)
        ? value
        : throw new ArgumentException(text);

    private ReadOnlySpan<byte> Market(uint id, long floorTicks) => Lay(CommandType.CreateMarket, new CreateMarket
    {
        MarketId = id,
        AssetId = AssetId,
        TickSize = Tick,
        LotSize = FixedPoint.One,
        Multiplier = FixedPoint.One,
        FloorTicks = floorTicks,
        CapTicks = floorTicks + CapTicks,
        TakerFeePerLot = 500,
        MakerFeePerLot = 200,
        AuctionFeePerLot = 300,
        MaxOrderLots = 1_000,
        ProtectionTicks = 500,
        QuestionHash = RandomHash(),
        MetricId = Text($"CHAOS-{id}"),
        InitialState = MarketState.Continuous,
        Life = new MarketLife
        {
            TerminationSeconds = 5_000_000_000,
            ObservationStartSeconds = 5_000_000_000,
            ObservationEndSeconds = 5_000_003_600,
            FallbackDeadlineSeconds = 5_000_090_000,
            Oracle = Address.Parse("0x00000000000000000000000000000000000000bb"),
        },
    });

    private ReadOnlySpan<byte> Deposit(int account, long dollars)
    {
        var amount = dollars * (Int128)FixedPoint.One;
        Deposited += amount;
        return Lay(CommandType.Deposit, new Deposit
        {
            DepositId = ++_deposits,
            ChainId = ChainId,
            Account = Account(account),
            Token = CommandProducer.Token,
            Amount = amount,
            TransactionHash = RandomHash(),
            BlockNumber = _deposits + 10,
        });
    }

    private ReadOnlySpan<byte> Order()
    {
        var account = _random.Next(1, Accounts + 1);
        var market = (uint)_random.Next(1, 3);
        var floor = market == 1 ? 0 : -MiddleTicks;
        var ticks = floor + MiddleTicks + _random.Next(-40, 41);
        var lots = _random.Next(1, 50);
        var id = ++_orders;
        _recent[id % RecentOrders] = (account, id);
        return Lay(CommandType.NewOrder, new NewOrder
        {
            Order = new SignedOrder
            {
                Account = Account(account),
                MarketId = market,
                Side = _random.Next(2) == 0 ? Side.Buy : Side.Sell,
                OrderType = OrderType.Limit,
                TimeInForce = _random.Next(5) switch
                {
                    0 => TimeInForce.ImmediateOrCancel,
                    1 => TimeInForce.FillOrKill,
                    _ => TimeInForce.GoodTillCancel,
                },
                Version = SignedOrder.FirstVersion,
                LimitPrice = ticks * (Int128)Tick,
                Quantity = (UInt128)(lots * (Int128)FixedPoint.One),
                MaxFeePerUnit = 10_000_000,
                ExpirySeconds = Never,
                Nonce = ++_nonces[account],
            },
            Signature = new Signature { R = RandomHash(), S = RandomHash(), V = 27 },
            OrderHash = RandomHash(),
            ClientOrderId = id,
            PriceTicks = ticks,
            QuantityLots = lots,
        });
    }

    private ReadOnlySpan<byte> Cancel()
    {
        var (account, id) = _recent[_random.Next(RecentOrders)];
        return Lay(CommandType.CancelOrder, new CancelOrder
        {
            Account = Account(Math.Max(account, 1)),
            ClientOrderId = ++_orders,
            OrigClientOrderId = id,
        });
    }

    private Hash32 RandomHash()
    {
        Span<byte> bytes = stackalloc byte[Hash32.SizeBytes];
        _random.NextBytes(bytes);
        return MemoryMarshal.Read<Hash32>(bytes);
    }

    private ReadOnlySpan<byte> Lay<TBody>(CommandType type, scoped in TBody body)
        where TBody : unmanaged
    {
        var length = CommandCodec.Write(_buffer, type, in body, (ulong)Count, 0);
        return _buffer.AsSpan(0, length);
    }
}
