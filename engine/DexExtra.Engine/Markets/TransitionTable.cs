using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>
/// Which moves operators and oracles may make (B8, A1, M1, M5; docs/matching.md §4, docs/money.md §11). States as bits.
/// </summary>
internal static class TransitionTable
{
    private const int Calls = (1 << (int)MarketState.OpeningAuction) | (1 << (int)MarketState.Auction)
        | (1 << (int)MarketState.ClosingAuction);

    private const int Restricted = (1 << (int)MarketState.Halted) | (1 << (int)MarketState.CancelOnly)
        | (1 << (int)MarketState.PostOnly) | (1 << (int)MarketState.ReduceOnly);

    private const int Suspended = 1 << (int)MarketState.Suspended;
    private const int Continuous = 1 << (int)MarketState.Continuous;
    private const int Pending = 1 << (int)MarketState.Pending;
    private const int Draft = 1 << (int)MarketState.Draft;
    private const int Open = Continuous | Restricted | Suspended;
    private const int Proposed = 1 << (int)MarketState.ResultProposed;
    private const int Disputed = 1 << (int)MarketState.Disputed;

    /// <summary>True for the states that SetMarketState may name; PENDING only of a draft.</summary>
    public static bool IsTarget(MarketState from, MarketState to) =>
        Sources(to) != 0 && (to != MarketState.Pending || from == MarketState.Draft);

    /// <summary>True for the kinds that StartAuction may name.</summary>
    public static bool IsStartable(AuctionKind kind) => Sources(kind) != 0;

    public static bool Allows(MarketState from, MarketState to) =>
        from != to && (Sources(to) & (1 << (int)from)) != 0;

    public static bool Allows(MarketState from, AuctionKind kind) => (Sources(kind) & (1 << (int)from)) != 0;

    /// <summary>M5, M6: what an oracle may say.</summary>
    public static bool Allows(MarketState from, OracleUpdateKind kind) => (Sources(kind) & (1 << (int)from)) != 0;

    private static int Sources(OracleUpdateKind kind) => kind switch
    {
        OracleUpdateKind.Proposed => 1 << (int)MarketState.TradingTerminated,
        OracleUpdateKind.Disputed => Proposed,
        OracleUpdateKind.Confirmed or OracleUpdateKind.Rejected => Proposed | Disputed,
        _ => 0,
    };

    private static int Sources(MarketState to) => to switch
    {
        MarketState.Pending => Draft,
        MarketState.Cancelled => Draft | Pending,
        MarketState.Closed => 1 << (int)MarketState.Settled,
        MarketState.Continuous => Pending | Open,
        MarketState.Halted => Pending | Open | Calls,
        MarketState.CancelOnly or MarketState.Suspended or MarketState.TradingTerminated => Open | Calls,
        MarketState.PostOnly or MarketState.ReduceOnly => Open,
        _ => 0,
    };

    private static int Sources(AuctionKind kind) => kind switch
    {
        AuctionKind.Opening => Pending,
        AuctionKind.Scheduled => Continuous,
        AuctionKind.Reopening => Restricted | Suspended,
        AuctionKind.Closing => Continuous | Restricted,
        _ => 0,
    };
}
