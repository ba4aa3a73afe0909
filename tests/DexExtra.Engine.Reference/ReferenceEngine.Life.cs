using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §11: trading ends, the oracle answers or the fallback decides.</summary>
public sealed partial class ReferenceEngine
{
    /// <summary>§1 step 2a, once per second.</summary>
    private void PassLives()
    {
        if (!_isNewSecond)
        {
            return;
        }

        foreach (var market in _state.Markets.Values)
        {
            var deadlineNs = (BigInteger)market.Terms.Life.FallbackDeadlineSeconds * Limits.NsPerSecond;
            if (market.IsLive && (ulong)_state.NowSecond >= market.Terms.Life.TerminationSeconds)
            {
                EndTrading(market);
            }
            else if (market.State is MarketState.TradingTerminated or MarketState.ResultProposed
                && _state.NowNs >= deadlineNs + market.Result.DisputedNs)
            {
                FallBack(market);
            }
        }
    }

    /// <summary>M2: a running call uncrosses first.</summary>
    private void EndTrading(ReferenceMarket market)
    {
        market.IsTimeUp = true;
        if (market.Call is null)
        {
            EnterState(market, MarketState.TradingTerminated, StateCause.Termination);
        }
        else if (!market.IsUncrossing)
        {
            market.Call.EndNs = _state.NowNs;
        }
    }

    /// <summary>M7.</summary>
    private void FallBack(ReferenceMarket market)
    {
        var result = market.Result;
        result.IsFallback = true;
        result.IsVoid = market.Terms.Life.Fallback == SettlementFallback.Void || market.Mark.MarkTicks is null;
        result.SettlementTicks = result.IsVoid ? MeanEntry(market) : MeanMark(market);
        EnterState(market, MarketState.Settling, StateCause.Fallback);
    }

    /// <summary>Σ (long cost − short cost) / (2 × open interest × tick value).</summary>
    private static long MeanEntry(ReferenceMarket market)
    {
        var lots = market.Positions.Aggregate(BigInteger.Zero, (sum, p) => sum + BigInteger.Max(0, p.Lots));
        var cost = market.Positions.Aggregate(BigInteger.Zero, (sum, p) => sum + (p.Lots.Sign * p.Cost));
        return lots.IsZero
            ? market.Mark.MarkTicks ?? market.Reference ?? market.Terms.FloorTicks
            : market.Bounded(HalfAway(cost, 2 * lots * market.TickValue));
    }

    /// <summary>Each mark counts for as long as it stood inside the window.</summary>
    private static long MeanMark(ReferenceMarket market)
    {
        var life = market.Terms.Life;
        var window = BigInteger.Min(life.FallbackWindowSeconds, life.TerminationSeconds);
        var startNs = (life.TerminationSeconds - window) * Limits.NsPerSecond;
        var endNs = BigInteger.Min(market.Result.EndedNs, (BigInteger)life.TerminationSeconds * Limits.NsPerSecond);
        BigInteger counted = 0;
        BigInteger sum = 0;
        for (var index = 0; index < market.Marks.Count; index++)
        {
            var next = index + 1 < market.Marks.Count ? market.Marks[index + 1].Ns : endNs;
            var stood = BigInteger.Min(next, endNs) - BigInteger.Max(market.Marks[index].Ns, startNs);
            counted += BigInteger.Max(0, stood);
            sum += BigInteger.Max(0, stood) * market.Marks[index].Ticks;
        }

        return counted.IsZero ? market.Mark.MarkTicks!.Value : market.Bounded(HalfAway(sum, counted));
    }

    private static BigInteger HalfAway(BigInteger amount, BigInteger divisor) =>
        amount.Sign * (((2 * BigInteger.Abs(amount)) + divisor) / (2 * divisor));

    private void Apply(in OracleUpdate update)
    {
        _state.Markets.TryGetValue(update.MarketId, out var market);
        if ((market is null ? CommandRejectReason.UnknownMarket : Refusal(market, in update)) is { } reason)
        {
            _state.Reject(CommandType.OracleUpdate, reason, update.MarketId);
            return;
        }

        var result = market!.Result;
        var (state, ticks) = update.Kind switch
        {
            OracleUpdateKind.Proposed => (MarketState.ResultProposed, market.Bounded(TicksOf(market, update.Value))),
            OracleUpdateKind.Disputed => (MarketState.Disputed, 0),
            OracleUpdateKind.Confirmed => (MarketState.Settling, result.SettlementTicks),
            _ => (MarketState.TradingTerminated, 0L),
        };
        result.DisputedNs += _state.NowNs - (result.DisputedSinceNs ?? _state.NowNs);
        result.DisputedSinceNs = state == MarketState.Disputed ? _state.NowNs : null;
        result.AssertionId = update.AssertionId;
        if (state == MarketState.ResultProposed)
        {
            (result.SettlementTicks, result.LivenessEndSeconds) = (ticks, update.LivenessEndSeconds);
        }

        result.RejectedId = update.Kind == OracleUpdateKind.Rejected ? update.AssertionId : result.RejectedId;
        _state.Sink.Append(EventType.ResultChanged, new ResultChanged
        {
            MarketSequence = ++market.Sequence,
            Update = update,
            SettlementTicks = ticks,
        });
        EnterState(market, state, StateCause.Oracle);
    }

    private static BigInteger TicksOf(ReferenceMarket market, BigInteger value) =>
        HalfAway(value, (BigInteger)market.Terms.TickSize);

    /// <summary>M5, M6, M8.</summary>
    private CommandRejectReason? Refusal(ReferenceMarket market, in OracleUpdate update)
    {
        if (!Enum.IsDefined(update.Kind) || update.AssertionId.IsZero)
        {
            return CommandRejectReason.InvalidParameters;
        }

        var result = market.Result;
        var isFirst = update.Kind == OracleUpdateKind.Proposed;
        var isLegal = (market.State, update.Kind) switch
        {
            (MarketState.TradingTerminated, OracleUpdateKind.Proposed) => update.AssertionId != result.RejectedId,
            (MarketState.ResultProposed, OracleUpdateKind.Disputed)
                or (MarketState.ResultProposed or MarketState.Disputed,
                    OracleUpdateKind.Confirmed or OracleUpdateKind.Rejected) => update.AssertionId == result.AssertionId,
            _ => false,
        };
        var life = market.Terms.Life;
        var firstSecond = (BigInteger)life.ObservationEndSeconds + life.PublicationDelaySeconds;
        return !isLegal ? CommandRejectReason.IllegalTransition
            : isFirst && _state.NowSecond < firstSecond ? CommandRejectReason.TooEarly
            : update.Kind == OracleUpdateKind.Confirmed && market.State == MarketState.ResultProposed
                && (ulong)_state.NowSecond < result.LivenessEndSeconds ? CommandRejectReason.TooEarly
            : isFirst && life.OutOfRange == OutOfRange.Ignore
                && !market.IsInside(TicksOf(market, (BigInteger)update.Value)) ? CommandRejectReason.InvalidParameters
            : null;
    }
}
