using DexExtra.Engine.Book;
using DexExtra.Engine.Identity;
using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Engine.Settlement;
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
        Books = new OrderBooks(nodes, options);
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

    public OrderBooks Books { get; }

    /// <summary>Sequence of the current or last command.</summary>
    public long Sequence { get; private set; }

    /// <summary>Engine time of the current or last command.</summary>
    public long TimestampNs { get; private set; }

    /// <summary>Engine time in whole seconds: an expiry in seconds is due when it is not greater.</summary>
    public ulong NowSeconds { get; private set; }

    public void Begin(in CommandHeader header)
    {
        Invariant.That(header.Sequence == Sequence + 1, "commands arrive in gapless sequence");
        Invariant.That(header.TimestampNs >= TimestampNs, "engine time never decreases");
        Sequence = header.Sequence;
        TimestampNs = header.TimestampNs;
        NowSeconds = (ulong)(header.TimestampNs / Limits.NsPerSecond);
    }
}
