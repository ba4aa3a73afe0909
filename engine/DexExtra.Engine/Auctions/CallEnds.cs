using DexExtra.Engine.Lists;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// Ends calls (A5, A8, A9, A11): the draw, the price, the collar, the uncrossing, the sweep of GOOD_FOR_AUCTION orders,
/// the mark, the next state.
/// </summary>
internal sealed class CallEnds(
    EngineState state, AuctionPrice auctionPrice, Uncrosser uncrosser, MarkPrices marks, OrderSweeps sweeps,
    MarketTransitions transitions, ChildOrders children)
{
    /// <summary>One market in a call: does what its time has come for, and says when to look again.</summary>
    public void Advance<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (market.Call.Phase == CallPhase.Call && !state.VenueState.IsHalted && IsOver(market))
        {
            End(market, ref sink);
        }
        else if (market.Call.Phase == CallPhase.CleaningUp)
        {
            uncrosser.Settle(ref sink);
            Leave(market, ref sink);
        }

        EnterWoken(market, ref sink);
        ref readonly var call = ref market.Call;
        if (call.Phase != CallPhase.None)
        {
            var isCall = call.Phase == CallPhase.Call;
            state.Schedule.Wake(!isCall ? state.TimestampNs : call.IsEndDrawn ? call.EndNs : call.EarliestEndNs);
        }
    }

    /// <summary>The unfinished uncrossing.</summary>
    public void Continue<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (uncrosser.Continue(market, ref sink))
        {
            CleanUp(market, ref sink);
            EnterWoken(market, ref sink);
        }

        state.Schedule.Wake(state.TimestampNs);
    }

    private void EnterWoken<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        children.EnterWoken(market, ref sink);
        if (market.Waking.Count > 0)
        {
            state.Schedule.Wake(state.TimestampNs);
        }
    }

    /// <summary>A8: the first command after the shortest call draws the end.</summary>
    private bool IsOver(Market market)
    {
        ref var call = ref market.Call;
        if (!call.IsEndDrawn && state.TimestampNs >= call.EarliestEndNs)
        {
            var range = (call.RandomSeconds * (ulong)Limits.NsPerSecond) + 1;
            call.IsEndDrawn = true;
            call.EndNs = call.EarliestEndNs + (long)(state.Entropy % range);
        }

        return call.IsEndDrawn && state.TimestampNs >= call.EndNs;
    }

    /// <summary>
    /// Does nothing while a sweep of the market, its pegs, an order that is due or another uncrossing is unfinished.
    /// </summary>
    private void End<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (sweeps.IsSweeping(market)
            || state.PegBacklog.Contains(market)
            || state.Due.IsDue(state.NowSeconds))
        {
            return;
        }

        // what earlier steps of the command set off may take out what would have traded
        uncrosser.Settle(ref sink);
        if (auctionPrice.Find(market) is not { } result
            || (market.IsTimeUp && IsOutsideCollar(market, result.PriceTicks)))
        {
            EndWithoutPrice(market, ref sink);
        }
        else if (IsOutsideCollar(market, result.PriceTicks))
        {
            StayInCall(market, ref sink);
        }
        else if (state.Uncrossing.MayBegin
            && uncrosser.TryBegin(market, in result)
            && uncrosser.Continue(market, ref sink))
        {
            CleanUp(market, ref sink);
        }
    }

    /// <summary>A5: further from the reference than the collar, which each extension widens.</summary>
    private static bool IsOutsideCollar(Market market, long priceTicks)
    {
        ref readonly var rules = ref market.Rules;
        if (rules.CollarTicks == 0 || ReferencePrice.Of(market) is not { } reference)
        {
            return false;
        }

        var width = rules.CollarTicks + ((Int128)market.Call.Extensions * rules.CollarWidenTicks);
        return !ReferencePrice.IsWithin(priceTicks, reference, width);
    }

    /// <summary>A5: one more extension; after the last one the price is tested again in each later second.</summary>
    private void StayInCall<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (market.Call.Extensions < market.Rules.MaxExtensions)
        {
            transitions.Extend(market, market.Rules.AuctionSeconds * Limits.NsPerSecond, ref sink);
        }
        else
        {
            market.Call.EndNs = ((long)state.NowSeconds + 1) * Limits.NsPerSecond;
        }
    }

    /// <summary>A9.</summary>
    private void EndWithoutPrice<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        market.Call.HasTraded = false;
        market.Call.UncrossedNs = state.TimestampNs;
        var uncrossed = new AuctionUncrossed
        {
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            AuctionId = market.Call.Id,
        };
        sink.Append(EventType.AuctionUncrossed, in uncrossed);
        CleanUp(market, ref sink);
    }

    /// <summary>A11: GOOD_FOR_AUCTION orders end, then the call is over.</summary>
    private void CleanUp<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        market.Call.Phase = CallPhase.CleaningUp;
        if (market.PhaseBoundOrders > 0)
        {
            sweeps.Start(SweepKind.GoodForAuction, market, ref sink);
        }

        Leave(market, ref sink);
    }

    /// <summary>Not while an order is due: what the new state sets off must not trade with it.</summary>
    private void Leave<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (sweeps.IsSweeping(market) || state.Due.IsDue(state.NowSeconds))
        {
            return;
        }

        if (market.Call.HasTraded)
        {
            marks.Compute(market, ref sink);
        }
        else
        {
            marks.ComputeWithoutTrade(market, ref sink);
        }

        var ends = market.IsTimeUp || market.State == MarketState.ClosingAuction;
        var next = ends ? MarketState.TradingTerminated : MarketState.Continuous;
        var cause = market.IsTimeUp ? StateCause.Termination : StateCause.Uncrossed;
        transitions.Enter(market, next, cause, ref sink);
    }
}
