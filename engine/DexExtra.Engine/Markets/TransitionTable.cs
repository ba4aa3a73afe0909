using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>Which moves operators may make (B8, A1, M1; docs/matching.md §4). States as bits.</summary>
internal static class TransitionTable
{
    private const int Calls = (1 << (int)MarketState.OpeningAuction) | (1 << (int)MarketState.Auction)
        | (1 << (int)MarketState.ClosingAuction);

    private const int Restricted = (1 << (int)MarketState.Halted) | (1 << (int)MarketState.CancelOnly)
        | (1 << (int)MarketState.PostOnly) | (1 << (int)MarketState.ReduceOnly);

    private const int Suspended = 1 << (int)MarketState.Suspended;
    private const int Continuous = 1 << (int)MarketState.Continuous;
    private const int Pending = 1 << (int)MarketState.Pending;
    private const int Open = Continuous | Restricted | Suspended;

    /// <summary>True for the states that SetMarketState may name.</summary>
    public static bool IsTarget(MarketState state) => Sources(state) != 0;

    /// <summary>True for the kinds that StartAuction may name.</summary>
    public static bool IsStartable(AuctionKind kind) => Sources(kind) != 0;

    public static bool Allows(MarketState from, MarketState to) =>
        from != to && (Sources(to) & (1 << (int)from)) != 0;

    public static bool Allows(MarketState from, AuctionKind kind) => (Sources(kind) & (1 << (int)from)) != 0;

    private static int Sources(MarketState to) => to switch
    {
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
