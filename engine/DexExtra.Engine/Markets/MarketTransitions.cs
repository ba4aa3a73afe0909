using DexExtra.Engine.Auctions;
using DexExtra.Engine.Pegs;
using DexExtra.Engine.Sweeps;
using DexExtra.Engine.Triggers;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>
/// Every change of a market's state goes through here: the event, and what entering the state does to the market's
/// orders (docs/matching.md §4). Whether the move is allowed is the caller's question.
/// </summary>
internal sealed class MarketTransitions(EngineState state, PegOrders pegs, OrderSweeps sweeps, TriggerTracker tracker)
{
    /// <summary>Enters a state that is no call; a batch market enters its next call instead of CONTINUOUS.</summary>
    public void Enter<TSink>(Market market, MarketState target, StateCause cause, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (target == MarketState.Continuous && market.Rules.BatchIntervalMs > 0)
        {
            var duration = market.Rules.BatchIntervalMs * (Limits.NsPerSecond / 1_000);
            EnterCall(market, AuctionKind.Batch, cause, duration, 0, ref sink);
            return;
        }

        var isDropped = market.Call.Phase == CallPhase.Call;
        var wasMatching = market.IsMatching;
        var ends = market.IsTrading && target == MarketState.TradingTerminated;
        state.SettlingMarkets += (target == MarketState.Settling ? 1 : 0)
            - (market.State == MarketState.Settling ? 1 : 0);
        market.Call.Phase = CallPhase.None;
        market.State = target;
        Report(market, cause, ref sink);
        if (ends)
        {
            FixMark(market, ref sink);
        }

        FollowWithPegs(market, wasMatching, ref sink);
        if (ends)
        {
            sweeps.Start(SweepKind.MarketClosed, market, ref sink);
        }
        else if (isDropped && market.PhaseBoundOrders > 0)
        {
            sweeps.Start(SweepKind.GoodForAuction, market, ref sink);
        }

        if (target == MarketState.Continuous)
        {
            market.BookGainedLots = true;
            tracker.OnContinuous(market);
        }
    }

    /// <summary>A1: starts a call.</summary>
    public void EnterCall<TSink>(
        Market market, AuctionKind kind, StateCause cause, long durationNs, uint randomSeconds, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var wasMatching = market.IsMatching;
        market.State = kind switch
        {
            AuctionKind.Opening => MarketState.OpeningAuction,
            AuctionKind.Closing => MarketState.ClosingAuction,
            _ => MarketState.Auction,
        };
        market.Call = new CallAuction
        {
            Id = market.Call.Id + 1,
            Kind = kind,
            Phase = CallPhase.Call,
            EarliestEndNs = state.TimestampNs + durationNs,
            RandomSeconds = randomSeconds,
            IndicatedNs = state.TimestampNs - Limits.IndicativeIntervalNs,
        };
        state.Schedule.Wake(market.Call.EarliestEndNs);
        Report(market, cause, ref sink);
        FollowWithPegs(market, wasMatching, ref sink);
        if (market.PhaseBoundOrders > 0)
        {
            sweeps.Start(SweepKind.GoodForContinuous, market, ref sink);
        }
    }

    /// <summary>A5: the call goes on for so long, without a draw.</summary>
    public void Extend<TSink>(Market market, long durationNs, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var call = ref market.Call;
        call.Extensions++;
        call.EarliestEndNs = state.TimestampNs + durationNs;
        call.EndNs = call.EarliestEndNs;
        call.IsEndDrawn = true;
        Report(market, StateCause.Collar, ref sink);
    }

    private static void Report<TSink>(Market market, StateCause cause, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new MarketStateChanged
        {
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            State = market.State,
            Cause = cause,
        };
        if (market.IsInCall)
        {
            changed.Auction = market.Call.Kind;
            changed.AuctionId = market.Call.Id;
            changed.EarliestEndNs = market.Call.EarliestEndNs;
        }

        sink.Append(EventType.MarketStateChanged, in changed);
    }

    /// <summary>M2: the last mark is published once more and never moves again.</summary>
    private void FixMark<TSink>(Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!market.Prices.HasMark)
        {
            return;
        }

        market.MarkMean.Count(in market.Terms.Life, market.Prices.MarkTicks, state.TimestampNs);
        var final = new MarkPriceChanged
        {
            MarketSequence = market.NextSequence(),
            MarketId = market.Terms.MarketId,
            PriceTicks = market.Prices.MarkTicks,
        };
        sink.Append(EventType.MarkPriceChanged, in final);
    }

    /// <summary>O-PEG: pegs are on the book while the market matches.</summary>
    private void FollowWithPegs<TSink>(Market market, bool wasMatching, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Touched.AddMarket(market);
        state.Passes.RequestReview(market);
        if (wasMatching && !market.IsMatching)
        {
            pegs.ParkAll(market, ref sink);
        }
        else if (!wasMatching && market.IsMatching)
        {
            pegs.ComeBack(market, ref sink);
        }
    }
}
