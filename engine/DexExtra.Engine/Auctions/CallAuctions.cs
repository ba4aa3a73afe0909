using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>Starts the calls that the engine itself decides on (docs/matching.md §1 2a, §10, §14, §15).</summary>
internal sealed class CallAuctions(EngineState state, MarketTransitions transitions)
{
    /// <summary>B3, B4: a taker stands at the edge of its window.</summary>
    public void StartAtEdge<TSink>(Market market, in Taker taker, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var edgeTicks = state.Books.Level(market.Opposite(taker.Side).Best).PriceTicks;
        ref readonly var rules = ref market.Rules;
        var isOutsideBand = ExecutionWindow.IsOutsideBand(in taker.Window, in rules, edgeTicks);
        var seconds = ExecutionWindow.TriggerSeconds(in taker.Window, in rules, edgeTicks)
            + (isOutsideBand ? rules.AuctionSeconds : 0);
        var cause = isOutsideBand ? StateCause.ExecutionBand : StateCause.VolatilityTrigger;
        Start(market, AuctionKind.Volatility, cause, seconds, ref sink);
    }

    /// <summary>T5: one command released too many stops.</summary>
    public void StartAfterCascade<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink =>
        Start(market, AuctionKind.Volatility, StateCause.Cascade, market.Rules.AuctionSeconds, ref sink);

    /// <summary>B6: the venue was away too long.</summary>
    public void StartAfterOutage<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink =>
        Start(market, AuctionKind.Reopening, StateCause.Outage, market.Rules.AuctionSeconds, ref sink);

    /// <summary>Once per day.</summary>
    public void StartScheduled<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink =>
        Start(market, AuctionKind.Scheduled, StateCause.Timer, market.Rules.AuctionSeconds, ref sink);

    private void Start<TSink>(Market market, AuctionKind kind, StateCause cause, long seconds, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var randomSeconds = market.Rules.AuctionRandomSeconds;
        transitions.EnterCall(market, kind, cause, seconds * Limits.NsPerSecond, randomSeconds, ref sink);
    }
}
