using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Oracle;

/// <summary>
/// OracleUpdate command (M5, M6): proposals, disputes, answers. First failure wins: UNKNOWN_MARKET, INVALID_PARAMETERS,
/// ILLEGAL_TRANSITION, TOO_EARLY, and INVALID_PARAMETERS for a value that the market ignores (M8).
/// </summary>
internal sealed class OracleHandler(EngineState state, MarketTransitions transitions)
{
    public void Apply<TSink>(in OracleUpdate update, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Markets.Find(update.MarketId) is not { } market)
        {
            Reject(in update, CommandRejectReason.UnknownMarket, ref sink);
        }
        else if (Refusal(market, in update) is { } reason)
        {
            Reject(in update, reason, ref sink);
        }
        else if (update.Kind == OracleUpdateKind.Proposed)
        {
            Propose(market, in update, ref sink);
        }
        else
        {
            Decide(market, in update, ref sink);
        }
    }

    private CommandRejectReason? Refusal(Market market, in OracleUpdate update)
    {
        if (update.Kind is < OracleUpdateKind.Proposed or > OracleUpdateKind.Rejected || update.AssertionId.IsZero)
        {
            return CommandRejectReason.InvalidParameters;
        }

        ref readonly var result = ref market.Result;
        var isFirst = update.Kind == OracleUpdateKind.Proposed;
        if (!TransitionTable.Allows(market.State, update.Kind)
            || (isFirst ? update.AssertionId == result.RejectedId : update.AssertionId != result.AssertionId))
        {
            return CommandRejectReason.IllegalTransition;
        }

        return IsTooEarly(market, update.Kind) ? CommandRejectReason.TooEarly : null;
    }

    /// <summary>M5: a proposal before the publication, an answer while anybody may still dispute.</summary>
    private bool IsTooEarly(Market market, OracleUpdateKind kind)
    {
        ref readonly var life = ref market.Terms.Life;
        return kind switch
        {
            OracleUpdateKind.Proposed =>
                state.NowSeconds < life.ObservationEndSeconds + life.PublicationDelaySeconds,
            OracleUpdateKind.Confirmed =>
                market.State == MarketState.ResultProposed && state.NowSeconds < market.Result.LivenessEndSeconds,
            _ => false,
        };
    }

    private void Propose<TSink>(Market market, in OracleUpdate update, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (SettlementPrices.OfValue(market, update.Value) is not { } ticks)
        {
            Reject(in update, CommandRejectReason.InvalidParameters, ref sink);
            return;
        }

        market.Result.AssertionId = update.AssertionId;
        market.Result.SettlementTicks = ticks;
        market.Result.LivenessEndSeconds = update.LivenessEndSeconds;
        Report(market, in update, ticks, ref sink);
        transitions.Enter(market, MarketState.ResultProposed, StateCause.Oracle, ref sink);
    }

    private void Decide<TSink>(Market market, in OracleUpdate update, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var result = ref market.Result;
        if (market.State == MarketState.Disputed)
        {
            result.DisputedNs += state.TimestampNs - result.DisputedSinceNs;
        }

        switch (update.Kind)
        {
            case OracleUpdateKind.Disputed:
                result.DisputedSinceNs = state.TimestampNs;
                Report(market, in update, 0, ref sink);
                transitions.Enter(market, MarketState.Disputed, StateCause.Oracle, ref sink);
                break;
            case OracleUpdateKind.Rejected:
                result.RejectedId = update.AssertionId;
                Report(market, in update, 0, ref sink);
                transitions.Enter(market, MarketState.TradingTerminated, StateCause.Oracle, ref sink);
                break;
            default:
                Report(market, in update, result.SettlementTicks, ref sink);
                transitions.Enter(market, MarketState.Settling, StateCause.Oracle, ref sink);
                break;
        }
    }

    private static void Report<TSink>(Market market, in OracleUpdate update, long ticks, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new ResultChanged
        {
            MarketSequence = market.NextSequence(),
            Update = update,
            SettlementTicks = ticks,
        };
        sink.Append(EventType.ResultChanged, in changed);
    }

    private static void Reject<TSink>(in OracleUpdate update, CommandRejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink =>
        EngineEvents.Reject(ref sink, CommandType.OracleUpdate, reason, update.MarketId);
}
