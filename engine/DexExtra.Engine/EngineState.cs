using DexExtra.Engine.Auctions;
using DexExtra.Engine.Blocks;
using DexExtra.Engine.Book;
using DexExtra.Engine.Custody;
using DexExtra.Engine.Effects;
using DexExtra.Engine.Fees;
using DexExtra.Engine.Identity;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Liquidation;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.OwnerActions;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Quotes;
using DexExtra.Engine.Risk;
using DexExtra.Engine.SessionKeys;
using DexExtra.Engine.Settlement;
using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine;

/// <summary>
/// Everything the engine remembers, in preallocated tables, owned by the one thread that applies commands. The
/// handlers are stateless and share it. State = f(options, commands): nothing else may enter.
/// </summary>
internal sealed class EngineState
{
    private const ulong SecondsPerDay = 86_400;

    /// <summary>Kill switches (docs/money.md §14).</summary>
    public VenueState VenueState;

    public EngineState(EngineOptions options)
    {
        Options = options;
        Accounts = new AccountTable(options.MaxAccounts, options.HashSeed);
        Nonces = new NonceWindows(options.MaxAccounts);
        Records = new OrderRecords(options.MaxClientOrderIds, options.HashSeed);
        Assets = new AssetTable(options.MaxAssets, options.HashSeed);
        Ledger = new GeneralLedger(Assets, options);
        Deposits = new DepositCounters(options.MaxChains, options.HashSeed);
        Positions = new PositionTable(options.MaxPositions, options.MaxAccounts, options.HashSeed);
        Fees = new FeeTable(options.MaxAccounts);
        Withdrawals = new WithdrawalTable(options.MaxWithdrawals, options.HashSeed);
        FundReferences = new FundReferences(options.MaxFundReferences, options.HashSeed);
        OwnerActions = new DepositCounters(options.MaxChains, options.HashSeed);
        Exits = new ForcedExits(options.MaxBalances, options.MaxAccounts);
        SessionKeys = new SessionKeyTable(options.MaxSessionKeys, options.MaxAccounts, options.HashSeed);
        RiskLimits = new RiskLimitTable(options.MaxAccounts);
        DailyResults = new DailyResults(options.MaxBalances);
        Settlement = new SettlementWindow(options.MaxUnsettledMatches);
        var nodes = new LadderNodes(options.MaxLadderNodes);
        Markets = new MarketTable(nodes, options);
        Orders = new OrderPool(options.MaxOpenOrders);
        Quotes = new QuoteTable(Orders, options);
        Levels = new LevelPool(Orders, nodes, options.MaxOpenOrders + NewOrderList.MaxLegs + 1);
        Sweeps = new SweepTable(Orders, options.MaxMarkets);
        Touched = new TouchedLevels(Levels, options.MaxTouchedLevels, options.MaxMarkets);
        Books = new OrderBooks(Orders, Levels, Touched, Sweeps);
        Placement = new OrderPlacement(Orders, Levels, Books, Markets, Sweeps);
        Due = new DueHeap(options.MaxOpenOrders + NewOrderList.MaxLegs + 1);
        Slices = new DueHeap(options.MaxOpenOrders + NewOrderList.MaxLegs + 1);
        PegBacklog = new PegBacklog(options.MaxMarkets);
        Effects = new CommandEffects(options);
        Passes = new PositionPasses(Positions, options);
        Ranks = new RankCounts(options.MaxMarkets);
        Candidates = new Candidates(options.MaxMarkets);
        Liquidations = new LiquidationList(options);
        Uncrossing = new Uncrossing(options, Orders, Due);
        Matches = new RecentMatches(options);
    }

    public EngineOptions Options { get; }

    public AccountTable Accounts { get; }

    public NonceWindows Nonces { get; }

    public OrderRecords Records { get; }

    public AssetTable Assets { get; }

    public GeneralLedger Ledger { get; }

    public DepositCounters Deposits { get; }

    /// <summary>X5, X9: what owners did on chain, counted per chain.</summary>
    public DepositCounters OwnerActions { get; }

    /// <summary>X9.</summary>
    public ForcedExits Exits { get; }

    public PositionTable Positions { get; }

    /// <summary>F4.</summary>
    public FeeTable Fees { get; }

    /// <summary>What isolated positions owe (docs/money.md §10).</summary>
    public Shortfalls Shortfalls { get; } = new();

    /// <summary>K2.</summary>
    public WithdrawalTable Withdrawals { get; }

    /// <summary>M11.</summary>
    public FundReferences FundReferences { get; }

    /// <summary>Grants of session keys (docs/money.md §17).</summary>
    public SessionKeyTable SessionKeys { get; }

    /// <summary>C12.</summary>
    public QuoteTable Quotes { get; }

    public RiskLimitTable RiskLimits { get; }

    public DailyResults DailyResults { get; }

    public SettlementWindow Settlement { get; }

    public MarketTable Markets { get; }

    public OrderPool Orders { get; }

    public LevelPool Levels { get; }

    public TouchedLevels Touched { get; }

    public OrderBooks Books { get; }

    public OrderPlacement Placement { get; }

    /// <summary>Every open order by its end.</summary>
    public DueHeap Due { get; }

    /// <summary>O-TWAP: orders by their next slice.</summary>
    public DueHeap Slices { get; }

    public SweepTable Sweeps { get; }

    public PegBacklog PegBacklog { get; }

    public CommandEffects Effects { get; }

    /// <summary>§7: walks over the positions of markets.</summary>
    public PositionPasses Passes { get; }

    /// <summary>L5.</summary>
    public RankCounts Ranks { get; }

    /// <summary>L5.</summary>
    public Candidates Candidates { get; }

    /// <summary>L2.</summary>
    public LiquidationList Liquidations { get; }

    public Uncrossing Uncrossing { get; }

    /// <summary>F11.</summary>
    public RecentMatches Matches { get; }

    /// <summary>Markets in SETTLING: without any no command looks for them.</summary>
    public int SettlingMarkets { get; set; }

    public ClockSchedule Schedule { get; } = new();

    /// <summary>Sequence of the current or last command.</summary>
    public long Sequence { get; private set; }

    /// <summary>Engine time of the current or last command.</summary>
    public long TimestampNs { get; private set; }

    /// <summary>Engine time in whole seconds: an expiry in seconds is due when it is not greater.</summary>
    public ulong NowSeconds { get; private set; }

    /// <summary>UTC day of engine time, since the Unix epoch.</summary>
    public ulong Today => NowSeconds / SecondsPerDay;

    /// <summary>Engine time of the command before.</summary>
    public long PreviousNs { get; private set; }

    /// <summary>G1: random bits of the current command.</summary>
    public ulong Entropy { get; private set; }

    /// <summary>Stops fire, slices and woken orders trade: CONTINUOUS and no halt of the venue (§14).</summary>
    public bool IsOpen(Market market) => market.State == MarketState.Continuous && !VenueState.IsHalted;

    /// <summary>
    /// The pair's position, created flat and named by its account if absent; there must be room, in a cross market also
    /// for the balance.
    /// </summary>
    public int FindOrAddPosition(int account, int market)
    {
        var count = Positions.Count;
        var position = Positions.FindOrAdd(account, market);
        if (Positions.Count > count)
        {
            ref var owner = ref Accounts[account];
            if (owner.LastPosition >= 0)
            {
                Positions[owner.LastPosition].NextOfAccount = position;
            }
            else
            {
                owner.FirstPosition = position;
            }

            owner.LastPosition = position;
            Positions[position].Mode = Markets[market].Terms.MarginMode;
            Positions[position].Exposure = Positions.Exposures.FindOrAdd(owner.Owner, market);
            if (Positions[position].Mode == MarginMode.Cross)
            {
                CountCross(Ledger.FindOrAdd(account, Markets[market].Asset), position);
            }

            Markets[market].AddPosition(position, Positions);
        }

        return position;
    }

    /// <summary>L1: cash of a balance changed, not by a fill: the cross unit that it backs is reviewed.</summary>
    public void ReviewCash(int balance)
    {
        ref readonly var collateral = ref Assets[Ledger[balance].Asset].Collateral;
        if (collateral.IsSet && Ledger.TryFind(Ledger[balance].Account, collateral.Backed, out var backed))
        {
            balance = backed;
        }

        ref readonly var cash = ref Ledger[balance];
        if (cash.CrossPositions == 0)
        {
            return;
        }

        var slot = Positions.FirstLive(cash.Account);
        while (slot >= 0 && !IsCrossOf(slot, cash.Asset))
        {
            slot = Positions[slot].NextLive;
        }

        Effects.Reviews.Add(slot >= 0 ? slot : cash.CrossPosition);
    }

    /// <summary>The position belongs to its account's cross unit of that settlement asset.</summary>
    public bool IsCrossOf(int position, int asset) =>
        Positions[position].Mode == MarginMode.Cross && Markets[Positions[position].Market].Asset == asset;

    /// <summary>A position joins the cross unit of its balance.</summary>
    public void CountCross(int balance, int position)
    {
        ref var cash = ref Ledger[balance];
        cash.CrossPosition = cash.CrossPositions == 0 ? position : cash.CrossPosition;
        cash.CrossPositions++;
    }

    /// <summary>Gate 3: VENUE_HALTED, ACCOUNT_LOCKED (C6), FORCED_EXIT_PENDING (X9) or None.</summary>
    public RejectReason CheckTrading(int account)
    {
        if (VenueState.IsHalted)
        {
            return RejectReason.VenueHalted;
        }

        return !Accounts.MayTrade(account) ? RejectReason.AccountLocked
            : Exits.IsAccountShort(account) ? RejectReason.ForcedExitPending
            : RejectReason.None;
    }

    public void Begin(in CommandHeader header)
    {
        Invariant.That(header.Sequence == Sequence + 1, "commands arrive in gapless sequence");
        Invariant.That(header.TimestampNs >= TimestampNs, "engine time never decreases");
        Sequence = header.Sequence;
        PreviousNs = TimestampNs;
        TimestampNs = header.TimestampNs;
        Entropy = header.Entropy;
        NowSeconds = (ulong)(header.TimestampNs / Limits.NsPerSecond);
        Touched.Begin(Sequence);
        PegBacklog.Begin();
        Passes.Begin();
        Effects.Begin(Settlement.Free);
    }
}
