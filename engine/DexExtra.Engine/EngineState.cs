using DexExtra.Engine.Auctions;
using DexExtra.Engine.Book;
using DexExtra.Engine.Effects;
using DexExtra.Engine.Identity;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Risk;
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
    public EngineState(EngineOptions options)
    {
        Options = options;
        Accounts = new AccountTable(options.MaxAccounts, options.HashSeed);
        Nonces = new NonceWindows(options.MaxAccounts);
        Records = new OrderRecords(options.MaxClientOrderIds, options.HashSeed);
        Assets = new AssetTable(options.MaxAssets, options.HashSeed);
        Ledger = new GeneralLedger(Assets, options);
        Deposits = new DepositCounters(options.MaxChains, options.HashSeed);
        Positions = new PositionTable(options.MaxPositions, options.HashSeed);
        Settlement = new SettlementWindow(options.MaxUnsettledMatches);
        var nodes = new LadderNodes(options.MaxLadderNodes);
        Markets = new MarketTable(nodes, options);
        Orders = new OrderPool(options.MaxOpenOrders);
        Levels = new LevelPool(Orders, nodes, options.MaxOpenOrders + NewOrderList.MaxLegs + 1);
        Sweeps = new SweepTable(Orders, options.MaxMarkets);
        Touched = new TouchedLevels(Levels, options.MaxTouchedLevels, options.MaxMarkets);
        Books = new OrderBooks(Orders, Levels, Touched, Sweeps);
        Placement = new OrderPlacement(Orders, Levels, Books, Markets, Sweeps);
        Due = new DueHeap(options.MaxOpenOrders + NewOrderList.MaxLegs + 1, isOfSlices: false);
        Slices = new DueHeap(options.MaxOpenOrders + NewOrderList.MaxLegs + 1, isOfSlices: true);
        PegBacklog = new PegBacklog(options.MaxMarkets);
        Effects = new CommandEffects(options);
        Uncrossing = new Uncrossing(options, Orders, Due);
    }

    public EngineOptions Options { get; }

    public AccountTable Accounts { get; }

    public NonceWindows Nonces { get; }

    public OrderRecords Records { get; }

    public AssetTable Assets { get; }

    public GeneralLedger Ledger { get; }

    public DepositCounters Deposits { get; }

    public PositionTable Positions { get; }

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

    public Uncrossing Uncrossing { get; }

    public ClockSchedule Schedule { get; } = new();

    /// <summary>Sequence of the current or last command.</summary>
    public long Sequence { get; private set; }

    /// <summary>Engine time of the current or last command.</summary>
    public long TimestampNs { get; private set; }

    /// <summary>Engine time in whole seconds: an expiry in seconds is due when it is not greater.</summary>
    public ulong NowSeconds { get; private set; }

    /// <summary>Engine time of the command before.</summary>
    public long PreviousNs { get; private set; }

    /// <summary>G1: random bits of the current command.</summary>
    public ulong Entropy { get; private set; }

    /// <summary>The pair's position, created flat and named by its account if absent; there must be room.</summary>
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
        }

        return position;
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
        Effects.Begin(Settlement.Free);
    }
}
