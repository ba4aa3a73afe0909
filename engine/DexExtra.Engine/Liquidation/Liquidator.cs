using DexExtra.Engine.Ledger;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// L2: takes units below their maintenance margin down the ladder, in order of (next step, unit), so many unit steps
/// per command (docs/money.md §8). A unit makes one step per command at most; a step ends where it traded, must wait,
/// or the command may do no more.
/// </summary>
internal sealed class Liquidator(
    EngineState state, MarginUnits units, UnitOrders orders, UnitTaker taker, Deleveraging deleveraging,
    ShortfallCover shortfalls, MarginReview review, LiquidationEvents events)
{
    private readonly int[] _due = new int[state.Options.MaxLiquidationSteps];

    /// <summary>Step 2 (d').</summary>
    public void Run<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.VenueState.IsHalted)
        {
            return;
        }

        orders.Begin();
        taker.Begin();
        var list = state.Liquidations;
        var count = 0;
        while (count < _due.Length && list.IsDue(state.TimestampNs))
        {
            _due[count++] = list.TakeFirst();
        }

        foreach (var job in _due.AsSpan(0, count))
        {
            taker.BeginStep();
            list[job].NextNs = state.TimestampNs;
            if (TryFinish(job, ref sink))
            {
                End(job, ref sink);
            }
            else
            {
                // the market's other units wait for the one that has its claim: that one goes first
                list[job].NextNs = list[job].HasClaim ? 0 : list[job].NextNs;
                list.Wait(job);
            }
        }
    }

    /// <summary>One unit step. True when the unit needs no liquidation any more.</summary>
    private bool TryFinish<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        if (!units.HasLots(in work.Unit))
        {
            return TryCover(job, ref sink);
        }

        if (IsShared(in work) && !ClosesOn(in work) && !shortfalls.TryShare(job, ref sink))
        {
            return false;
        }

        if (!units.IsLiquidatable(in work.Unit))
        {
            // the market goes on without it, and it starts its stage again
            StopPasses(job, units.MarketOf(work.Position));
            work.Phase = LiquidationPhase.None;
            work.NextNs = state.TimestampNs + Limits.LiquidationRetryNs;
            return HasEnough(in work.Unit);
        }

        if (work.Stage == LiquidationStage.Socialising || IsStuck(in work))
        {
            StartNext(job);
        }

        return IsSafe(in work) || TryCancel(ref work, ref sink) || TryClose(job, ref sink);
    }

    /// <summary>§10: it closed lots at the mark, and their market has not shared the loss yet.</summary>
    private bool IsShared(in LiquidationJob work) =>
        work.HasClaim && units.MarketOf(work.Position).Sharing != 0;

    /// <summary>§9: there is more to close at the mark, and that is possible.</summary>
    private bool ClosesOn(in LiquidationJob work) => state.Positions[work.Position].Lots != 0
        && !ShortfallCover.IsSharing(in work)
        && !IsStuck(in work)
        && units.IsLiquidatable(in work.Unit);

    /// <summary>Nothing of a cross unit can be closed now, and it is above MM: it need not wait for IM.</summary>
    private bool HasEnough(in MarginUnit unit)
    {
        var margin = units.Reckon(in unit);
        return !unit.IsIsolated && margin.Equity >= margin.MaintenanceMargin;
    }

    /// <summary>The market of the position that is being closed does not work any more: another one is next.</summary>
    private bool IsStuck(in LiquidationJob work) =>
        work.Stage == LiquidationStage.Deleveraging && !units.Works(units.MarketOf(work.Position));

    /// <summary>
    /// Recheck: MM is enough before the first step, and when the steps are used up: nobody else pays for a unit above
    /// it. Between them it takes IM.
    /// </summary>
    private bool IsSafe(in LiquidationJob work)
    {
        var margin = units.Reckon(in work.Unit);
        var isReducing = work.HasStarted && work.Stage == LiquidationStage.Reducing
            && work.Steps < units.MarketOf(work.Position).Risk.MaxSteps;
        return margin.Equity >= (isReducing ? margin.InitialMargin : margin.MaintenanceMargin);
    }

    /// <summary>Stages 1 and 2. True when that was enough.</summary>
    private bool TryCancel<TSink>(ref LiquidationJob work, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (work.Stage == LiquidationStage.RiskOrders && orders.TryCancelRisky(in work.Unit, ref sink))
        {
            events.Report(in work, null, new LiquidationChanged { Stage = LiquidationStage.RiskOrders }, ref sink);
            work.Stage = LiquidationStage.AllOrders;
            if (IsSafe(in work))
            {
                return true;
            }
        }

        if (work.Stage == LiquidationStage.AllOrders && orders.TryCancelAll(in work.Unit, ref sink))
        {
            events.Report(in work, null, new LiquidationChanged { Stage = LiquidationStage.AllOrders }, ref sink);
            work.Stage = LiquidationStage.Reducing;
            return IsSafe(in work);
        }

        return false;
    }

    /// <summary>Stages 3 to 5, once nothing of the unit is open. True when that was enough.</summary>
    private bool TryClose<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        if (work.Stage < LiquidationStage.Reducing || !orders.TryCancelAll(in work.Unit, ref sink))
        {
            return false;
        }

        if (work.Stage == LiquidationStage.Deleveraging)
        {
            Deleverage(job, ref sink);
        }
        else if (!TryTake(ref work, ref sink))
        {
            return false;
        }

        return units.HasLots(in work.Unit) ? IsSafe(in work) : TryCover(job, ref sink);
    }

    private void Deleverage<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        if (state.Positions[work.Position].Lots != 0)
        {
            deleveraging.Step(job, ref sink);
        }

        if (state.Positions[work.Position].Lots == 0
            && units.HasLots(in work.Unit)
            && (!IsShared(in work) || shortfalls.TryShare(job, ref sink)))
        {
            StartNext(job);
        }
    }

    /// <summary>Stages 3 and 4. False if nothing can be traded now.</summary>
    private bool TryTake<TSink>(ref LiquidationJob work, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var position = units.Largest(in work.Unit);
        if (position < 0)
        {
            work.NextNs = state.TimestampNs + Limits.LiquidationRetryNs;
            return false;
        }

        if (!taker.CanTake)
        {
            return false;
        }

        work.Position = position;
        work.HasStarted = true;
        ref readonly var risk = ref units.MarketOf(position).Risk;
        if (work.Steps >= risk.MaxSteps || units.Reckon(in work.Unit).Equity < 0)
        {
            TakeInsured(ref work, ref sink);
        }
        else
        {
            Reduce(ref work, in risk, ref sink);
        }

        return true;
    }

    /// <summary>Stage 3: a part of the position, no worse than bankruptcy.</summary>
    private void Reduce<TSink>(ref LiquidationJob work, in RiskParameters risk, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var size = Math.Abs(state.Positions[work.Position].Lots);
        var part = MoneyMath.DivideUp((Int128)size * risk.StepBp, Limits.BasisPoints);
        var lots = Int128.Clamp(Int128.Max(risk.MinLiquidationLots, part), 1, size);
        var bankruptcy = units.BankruptcyTicks(in work.Unit, work.Position);
        var limit = taker.Limit(work.Position, bankruptcy);
        if (risk.DepthBp > 0)
        {
            lots = Int128.Min(lots, taker.DisplayedLots(work.Position, limit) * risk.DepthBp / Limits.BasisPoints);
        }

        work.Steps++;
        work.NextNs = state.TimestampNs + (risk.PauseSeconds * Limits.NsPerSecond);
        Take(ref work, LiquidationStage.Reducing, (long)lots, limit, bankruptcy, ref sink);
    }

    /// <summary>Stage 4: the whole position, as much worse than bankruptcy as the insurance can pay.</summary>
    private void TakeInsured<TSink>(ref LiquidationJob work, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var position = ref state.Positions[work.Position];
        var market = units.MarketOf(work.Position);
        var size = Math.Abs(position.Lots);
        var bankruptcy = units.BankruptcyTicks(in work.Unit, work.Position);
        var beyond = market.InsuranceAmount / Math.BigMul(size, market.TickValue);
        var limit = taker.Limit(work.Position, position.Lots > 0 ? bankruptcy - beyond : bankruptcy + beyond);
        Take(ref work, LiquidationStage.Insured, size, limit, bankruptcy, ref sink);
        work.Stage = LiquidationStage.Deleveraging;
        if (position.Lots == 0)
        {
            StartNext(ref work);
        }
    }

    private void Take<TSink>(
        ref LiquidationJob work, LiquidationStage stage, long lots, long limit, long bankruptcy, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = units.MarketOf(work.Position);
        var before = state.Positions[work.Position].Lots;
        var closed = lots > 0 ? taker.Take(work.Position, lots, limit, ref sink) : 0;
        var paid = stage == LiquidationStage.Insured
            ? shortfalls.PayFromInsurance(in work.Unit, ShortAt(in work, bankruptcy), market, ref sink)
            : 0;
        var side = before > 0 ? Side.Buy : Side.Sell;
        var fee = closed > 0 ? taker.ChargeFee(in work.Unit, work.Position, side, closed, ref sink) : 0;
        var changed = new LiquidationChanged
        {
            Stage = stage,
            Lots = before - state.Positions[work.Position].Lots,
            LimitTicks = limit,
            BankruptcyTicks = bankruptcy,
            InsurancePaid = paid,
            Fee = fee,
        };
        events.Report(in work, market, changed, ref sink);
    }

    /// <summary>What the unit is short of if the rest of the position closes at a price.</summary>
    private Int128 ShortAt(in LiquidationJob work, long ticks)
    {
        ref readonly var position = ref state.Positions[work.Position];
        var value = (Int128)position.Lots * ticks * units.MarketOf(work.Position).TickValue;
        var rest = units.Reckon(in work.Unit).Equity - units.Unrealised(work.Position);
        return Int128.Max(0, -(rest + value - position.Cost));
    }

    /// <summary>A position is closed: the next one starts again with steps into the book.</summary>
    private void StartNext(int job)
    {
        ref var work = ref state.Liquidations[job];
        StopPasses(job, units.MarketOf(work.Position));
        StartNext(ref work);
    }

    private static void StartNext(ref LiquidationJob work)
    {
        work.Stage = LiquidationStage.Reducing;
        work.Phase = LiquidationPhase.None;
        work.IsAtMark = false;
        work.Steps = 0;
    }

    private bool TryCover<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        if (work.Stage < LiquidationStage.Socialising)
        {
            work.Phase = LiquidationPhase.None;
        }

        return shortfalls.TryCover(job, ref sink);
    }

    private void End<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        var unit = work.Unit;
        StopPasses(job, units.MarketOf(work.Position));
        ReleaseBucket(in unit, ref sink);
        events.Report(in work, null, new LiquidationChanged { Stage = LiquidationStage.Ended }, ref sink);
        shortfalls.CountUnpaid(ref work, false);
        units.SetLiquidation(in unit, 0);
        state.Liquidations.Remove(job);
        review.Update(in unit, units.Reckon(in unit), work.Position, ref sink);
    }

    private void StopPasses(int job, Market market)
    {
        if (state.Liquidations[job].HasClaim)
        {
            state.Passes.Stop(market, PassKind.Candidates);
            state.Passes.Stop(market, PassKind.Weights);
            state.Passes.Stop(market, PassKind.Charges);
            state.Liquidations.Release(job, market);
        }
    }

    /// <summary>What is left of the bucket of a position that was closed is its account's.</summary>
    private void ReleaseBucket<TSink>(in MarginUnit unit, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!unit.IsIsolated || state.Positions[unit.Slot].Lots != 0 || state.Positions[unit.Slot].Bucket == 0)
        {
            return;
        }

        var released = state.Positions[unit.Slot].Bucket;
        state.Ledger.PayIn(units.Balance(in unit), state.Positions[unit.Slot].Margin, released);
        events.Balance(in unit, BalanceChange.Released, released, units.MarketOf(unit.Slot), ref sink);
    }
}
