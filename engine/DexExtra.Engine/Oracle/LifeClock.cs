using DexExtra.Engine.Auctions;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Oracle;

/// <summary>
/// What its own times do to a market, once per engine second before anything else: trading ends (M2), and without an
/// answer the fallback decides (M7).
/// </summary>
internal sealed class LifeClock(EngineState state, MarketTransitions transitions)
{
    public void Advance<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.NowSeconds == (ulong)(state.PreviousNs / Limits.NsPerSecond))
        {
            return;
        }

        for (var slot = 0; slot < state.Markets.Count; slot++)
        {
            var market = state.Markets[slot];
            if (market.IsTrading && state.NowSeconds >= market.Terms.Life.TerminationSeconds)
            {
                End(market, ref sink);
            }
            else if (IsUnanswered(market))
            {
                FallBack(market, ref sink);
            }
        }
    }

    /// <summary>
    /// A running call uncrosses first; in a halt of the venue it is dropped. What uncrosses already goes on to its end.
    /// </summary>
    private void End<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        market.IsTimeUp = true;
        ref var call = ref market.Call;
        if (call.Phase == CallPhase.None || (call.Phase == CallPhase.Call && state.VenueState.IsHalted))
        {
            transitions.Enter(market, MarketState.TradingTerminated, StateCause.Termination, ref sink);
        }
        else if (call.Phase == CallPhase.Call)
        {
            call.IsEndDrawn = true;
            call.EndNs = state.TimestampNs;
        }
    }

    private bool IsUnanswered(Market market)
    {
        if (market.State is not (MarketState.TradingTerminated or MarketState.ResultProposed))
        {
            return false;
        }

        var deadlineNs = (Int128)market.Terms.Life.FallbackDeadlineSeconds * Limits.NsPerSecond;
        return state.TimestampNs >= deadlineNs + market.Result.DisputedNs;
    }

    private void FallBack<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var result = ref market.Result;
        result.SettlementTicks = SettlementPrices.OfFallback(market, out result.IsVoid);
        result.IsFallback = true;
        transitions.Enter(market, MarketState.Settling, StateCause.Fallback, ref sink);
    }
}
