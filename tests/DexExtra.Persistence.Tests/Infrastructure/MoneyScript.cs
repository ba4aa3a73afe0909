using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>
/// Frames made by hand: a margin market's life with everything that money does beside orders and trades. Each event
/// agrees with those before it; money is kept in a small ledger, so that the sums of the tables must come out.
/// </summary>
internal sealed partial class MoneyScript(VenueSimulator venue)
{
    private const uint FullMarket = 1;
    private const uint CrossMarket = 2;
    private const long StepNs = 40_000_000;
    private static readonly Int128 One = FixedPoint.One;

    private readonly AccountId _alice = new(VenueSimulator.AddressOf(1), 0);
    private readonly AccountId _bob = new(VenueSimulator.AddressOf(2), 3);
    private readonly Dictionary<AccountId, ulong> _sequences = [];
    private readonly Dictionary<AccountId, Int128> _available = [];
    private readonly Dictionary<AccountId, long> _lots = [];
    private EventFrameWriter _frame = new(new byte[256 * 1024]);
    private long _timeNs = 1_790_000_000L * Limits.NsPerSecond;
    private long _sequence;
    private ulong _marketSequence;
    private ulong _matchId;

    public static Hash32 HashOf(byte fill) => new(Enumerable.Repeat(fill, Hash32.SizeBytes).ToArray());

    /// <param name="isPaidOut">False: ends before the payout, with positions, margins and places in the queue.</param>
    public void Run(bool isPaidOut = true)
    {
        Open();
        Trade(TradeFlags.None, 100, 5, isAggressive: true);
        Margins();
        Trade(TradeFlags.Liquidation, 90, -2, isAggressive: true);
        Trade(TradeFlags.Deleveraging, 80, -1, isAggressive: false);
        Trade(TradeFlags.Block, 95, 1, isAggressive: false);
        Trade(TradeFlags.Bust, 95, -1, isAggressive: false);
        Custody();
        GrantSessionKeys();
        Parameters();
        RevokeSessionKey(1);
        Exits();
        if (isPaidOut)
        {
            Payout();
        }
    }

    private void Open()
    {
        FixedText64.TryCreate("USDC", out var symbol);
        FixedText64.TryCreate("SNOW-OSLO", out var metric);
        Frame(CommandType.ListAsset, () => Emit(EventType.AssetListed, new ListAsset
        {
            AssetId = 1,
            TokenDecimals = 6,
            Token = VenueSimulator.AddressOf(200),
            Symbol = symbol,
        }));
        foreach (var (id, mode) in new[] { (FullMarket, MarginMode.Full), (CrossMarket, MarginMode.Cross) })
        {
            Frame(CommandType.CreateMarket, () => Emit(EventType.MarketCreated, new MarketCreated
            {
                Request = Terms(id, mode, metric),
                TickValue = 100,
            }));
        }

        foreach (var account in (AccountId[])[_alice, _bob])
        {
            _available[account] = 1_000 * One;
            Frame(CommandType.Deposit, () => Emit(EventType.DepositCredited, new DepositCredited
            {
                Request = new Deposit
                {
                    DepositId = account == _alice ? 1UL : 2UL,
                    Account = account,
                    Token = VenueSimulator.AddressOf(200),
                    Amount = _available[account],
                    TransactionHash = HashOf(7),
                    ChainId = VenueSimulator.ChainId,
                },
                AccountSequence = Next(account),
                AssetId = 1,
                Available = _available[account],
            }));
        }
    }

    private static CreateMarket Terms(uint id, MarginMode mode, FixedText64 metric) => new()
    {
        MarketId = id,
        AssetId = 1,
        TickSize = 10_000,
        LotSize = 1_000_000,
        Multiplier = FixedPoint.One,
        CapTicks = 100_000,
        MakerFeePerLot = -5,
        TakerFeePerLot = 9,
        MaxOrderLots = 10_000,
        QuestionHash = HashOf(1),
        MetricId = metric,
        InitialState = MarketState.Draft,
        MarginMode = mode,
        FeeModel = FeeModel.Range,
        TakerFeeRate = 70,
        MakerFeeRate = -30,
        AuctionFeeRate = 20,
        Life = new MarketLife
        {
            TerminationSeconds = 1_900_000_000,
            ObservationStartSeconds = 1_900_000_001,
            ObservationEndSeconds = 1_900_000_002,
            FallbackDeadlineSeconds = 999_999_999_999,
            SettlementFeePerLot = 3,
            Oracle = VenueSimulator.AddressOf(77),
            PublicationDelaySeconds = 60,
            FallbackWindowSeconds = 3_600,
            OutOfRange = OutOfRange.Ignore,
            Fallback = SettlementFallback.Void,
        },
    };

    /// <summary>Alice trades against Bob without orders of their own, as liquidations, blocks and busts do.</summary>
    private void Trade(TradeFlags flags, long ticks, long lots, bool isAggressive) => Frame(CommandType.Tick, () =>
    {
        var signed = Math.Abs(lots);
        var (buyer, seller) = lots > 0 ? (_alice, _bob) : (_bob, _alice);
        var fee = flags == TradeFlags.None ? 4 : 0;
        Emit(EventType.Traded, new Traded
        {
            MatchId = ++_matchId,
            MarketSequence = ++_marketSequence,
            MarketId = CrossMarket,
            AssetId = 1,
            Aggressor = isAggressive ? Side.Buy : default,
            Flags = flags,
            BustedMatchId = flags == TradeFlags.Bust ? _matchId - 1 : 0,
            PriceTicks = ticks,
            QuantityLots = signed,
            MatchedNs = _timeNs,
            Pool = 0,
            Buy = SideOf(buyer, flags == TradeFlags.Liquidation ? LiquidationId : 0, signed, fee, ticks),
            Sell = SideOf(seller, 0, -signed, -fee, ticks),
        });
    });

    private long LiquidationId => (1L << 62) | (_sequence + Limits.LegOrderIdStep);

    private TradeSide SideOf(AccountId account, long orderId, long change, Int128 fee, long ticks)
    {
        var lots = _lots[account] = _lots.GetValueOrDefault(account) + change;
        _available[account] -= fee;
        return new TradeSide
        {
            Account = account,
            OrderId = orderId,
            AccountSequence = Next(account),
            Fee = fee,
            Available = _available[account],
            PositionLots = lots,
            PositionCost = (Int128)lots * ticks * 100,
            RealisedPnl = 6,
        };
    }

    private void Frame(CommandType type, Action write)
    {
        _timeNs += StepNs;
        _frame.Begin(new CommandHeader
        {
            Sequence = ++_sequence,
            TimestampNs = _timeNs,
            Type = type,
            Version = CommandHeader.CurrentVersion,
        });
        write();
        _frame.End();
        venue.Append(_frame.Frame);
    }

    private void Emit<TBody>(EventType type, in TBody body)
        where TBody : unmanaged => _frame.Append(type, in body);

    private ulong Next(AccountId account) => _sequences[account] = _sequences.GetValueOrDefault(account) + 1;
}
