using DexExtra.Engine.Ledger;
using DexExtra.Engine.Margin;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Liquidation;

/// <summary>
/// L2-6: who pays what a unit without positions owes beyond its collateral: its collateral is converted, then the
/// insurance of the market pays, then the winners there, then the guarantee fund (docs/money.md §10).
/// </summary>
internal sealed class ShortfallCover(
    EngineState state, MarginUnits units, Conversion conversion, LiquidationEvents events)
{
    /// <summary>Goes on as far as the command may. True when nothing is missing any more.</summary>
    public bool TryCover<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        var market = units.MarketOf(work.Position);
        if (work.Unit.IsIsolated)
        {
            PayFromOwnBucket(in work.Unit, market, ref sink);
        }
        else
        {
            conversion.Run(work.Unit.Slot, ref sink);
        }

        PayFromInsurance(in work.Unit, Missing(in work.Unit), market, ref sink);
        if (Missing(in work.Unit) == 0)
        {
            return true;
        }

        CountUnpaid(ref work, true);
        work.Stage = LiquidationStage.Socialising;
        if (work.Phase != LiquidationPhase.Unpaid && !TrySocialise(job, market, ref sink))
        {
            return Missing(in work.Unit) == 0;
        }

        PayFromGuarantee(in work.Unit, market, ref sink);
        work.Phase = LiquidationPhase.Unpaid;
        work.NextNs = state.TimestampNs + Limits.LiquidationRetryNs;
        state.Liquidations.Release(job, market);
        return Missing(in work.Unit) == 0;
    }

    /// <summary>
    /// §10: the market in which a unit was closed at the mark shares what the unit owes by now, before the unit goes on
    /// in another. True when that is done.
    /// </summary>
    public bool TryShare<TSink>(int job, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        var market = units.MarketOf(work.Position);
        work.Phase = IsSharing(in work) ? work.Phase : LiquidationPhase.None;
        PayFromInsurance(in work.Unit, Missing(in work.Unit), market, ref sink);
        if (Missing(in work.Unit) == 0)
        {
            EndSharing(in work, market, ref sink);
        }
        else if (!TrySocialise(job, market, ref sink))
        {
            return false;
        }

        work.Phase = LiquidationPhase.None;
        return true;
    }

    /// <summary>Winners are being weighed or charged.</summary>
    public static bool IsSharing(in LiquidationJob work) =>
        work.Phase is LiquidationPhase.Weighing or LiquidationPhase.Charging;

    /// <summary>L6: a cross unit owes what nobody has paid yet, or no longer; isolated debts count apart.</summary>
    public void CountUnpaid(ref LiquidationJob work, bool isUnpaid)
    {
        if (!work.Unit.IsIsolated)
        {
            state.Shortfalls.Count((isUnpaid ? 1 : 0) - (work.IsUnpaid ? 1 : 0));
            work.IsUnpaid = isUnpaid;
        }
    }

    /// <summary>A bucket pays what its own position owes: nothing for the account, but the bucket is less.</summary>
    private void PayFromOwnBucket<TSink>(in MarginUnit unit, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var position = ref state.Positions[unit.Slot];
        var paid = Int128.Min(position.Bucket, -position.Shortfall);
        if (paid > 0)
        {
            units.Repay(in unit, in unit, paid);
            events.Balance(in unit, BalanceChange.Released, 0, market, ref sink);
        }
    }

    /// <summary>The market's insurance pays a unit, as long as it has something.</summary>
    public Int128 PayFromInsurance<TSink>(in MarginUnit unit, Int128 missing, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var paid = Int128.Min(missing, market.InsuranceAmount);
        if (paid > 0)
        {
            units.PayIn(in unit, market.Insurance, paid);
            events.Balance(in unit, BalanceChange.InsurancePaid, paid, market, ref sink);
            LiquidationEvents.Insurance(market, BalanceChange.InsurancePaid, -paid, ref sink);
        }

        return Int128.Max(0, paid);
    }

    /// <summary>What a unit owes and has nothing for, not even profits that only count at old marks.</summary>
    private Int128 Missing(in MarginUnit unit)
    {
        var margin = units.Reckon(in unit);
        return Int128.Max(0, Int128.Min(-units.Owed(in unit), -margin.Equity - margin.SoftProfit));
    }

    private void PayFromGuarantee<TSink>(in MarginUnit unit, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var paid = Int128.Min(Missing(in unit), state.Assets[market.Asset].Guarantee);
        if (paid > 0)
        {
            units.PayIn(in unit, state.Ledger.Guarantee(market.Asset), paid);
            events.Balance(in unit, BalanceChange.GuaranteePaid, paid, market, ref sink);
            events.Guarantee(market.Asset, BalanceChange.GuaranteePaid, -paid, ref sink);
        }
    }

    /// <summary>True when the winners have paid what they can.</summary>
    private bool TrySocialise<TSink>(int job, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var work = ref state.Liquidations[job];
        if (!state.Liquidations.TryClaim(job, market))
        {
            work.NextNs = state.TimestampNs + Limits.LiquidationRetryNs;
            return false;
        }

        var isFirst = work.Phase == LiquidationPhase.None;
        if (isFirst)
        {
            work.Weights = 0;
            work.Phase = LiquidationPhase.Weighing;
            state.Passes.Start(market, PassKind.Weights);
            state.Liquidations.Share(job, market);
        }

        if (work.Phase == LiquidationPhase.Weighing && !TryWeigh(ref work, market))
        {
            if (isFirst)
            {
                Report(in work, market, ref sink);
            }

            return false;
        }

        return TryCharge(ref work, market, isFirst, ref sink);
    }

    /// <summary>Everybody has paid.</summary>
    private void EndSharing<TSink>(in LiquidationJob work, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        state.Liquidations.EndSharing(market);
        Report(in work, market, ref sink);
    }

    private void Report<TSink>(in LiquidationJob work, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var changed = new LiquidationChanged { Stage = LiquidationStage.Socialising };
        events.Report(in work, market, changed, ref sink);
    }

    /// <summary>True when the sum of all weights is known.</summary>
    private bool TryWeigh(ref LiquidationJob work, Market market)
    {
        while (state.Passes.TryVisit(market, PassKind.Weights, out var slot))
        {
            var weight = Int128.Max(0, units.Unrealised(slot)) + state.Positions[slot].GainOf(market.Sharing);
            state.Positions[slot].Weight = weight;
            work.Weights += weight;
        }

        if (state.Passes.IsRunning(market, PassKind.Weights))
        {
            return false;
        }

        work.Phase = LiquidationPhase.Charging;
        work.Shortfall = Missing(in work.Unit);
        if (work.Weights > 0)
        {
            state.Passes.Start(market, PassKind.Charges);
        }

        return true;
    }

    /// <summary>
    /// True when every winner was charged, or nothing is missing any more. The command that weighed says so, also when
    /// it charged nobody yet: what is traded after it changes no share.
    /// </summary>
    private bool TryCharge<TSink>(ref LiquidationJob work, Market market, bool isFirst, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var missing = Missing(in work.Unit);
        var before = missing;
        while (missing > 0 && work.Weights > 0 && state.Passes.TryVisit(market, PassKind.Charges, out var slot))
        {
            missing -= Charge(in work, slot, missing, market, ref sink);
        }

        if (missing < before)
        {
            events.Balance(in work.Unit, BalanceChange.LossSocialised, before - missing, market, ref sink);
        }

        if (missing == 0 || !state.Passes.IsRunning(market, PassKind.Charges))
        {
            EndSharing(in work, market, ref sink);
            return true;
        }

        if (isFirst || missing < before)
        {
            Report(in work, market, ref sink);
        }

        return false;
    }

    /// <summary>
    /// One winner pays its share, never more than its weight, nor than its unit has. What an isolated position gained
    /// meanwhile is cash of its account: that pays first, then the bucket.
    /// </summary>
    private Int128 Charge<TSink>(in LiquidationJob work, int slot, Int128 missing, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var position = ref state.Positions[slot];
        if (position.Weight == 0)
        {
            return 0;
        }

        var unit = units.Of(slot);
        var share = MoneyMath.ShareUp(work.Shortfall, position.Weight, work.Weights);
        var due = Int128.Min(Int128.Min(missing, share), position.Weight);
        var gain = state.Positions[slot].GainOf(market.Sharing);
        position.Weight = 0;
        position.SharedGain = gain > 0 ? 0 : position.SharedGain;
        var paid = unit.IsIsolated ? Take(in work, slot, CashUnit(slot), Int128.Min(due, gain), market, ref sink) : 0;
        return paid + Take(in work, slot, unit, due - paid, market, ref sink);
    }

    /// <summary>The account's cash with its cross positions, as far as it is available.</summary>
    private MarginUnit CashUnit(int slot) => new(units.Balance(new MarginUnit(slot, true)), false);

    /// <summary>Takes as much of an amount as a unit has; returns it.</summary>
    private Int128 Take<TSink>(
        in LiquidationJob work, int slot, MarginUnit payer, Int128 amount, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var paid = Int128.Min(amount, units.Payable(in payer));
        var isCashOfIsolated = !payer.IsIsolated && state.Positions[slot].Mode == MarginMode.Isolated;
        paid = isCashOfIsolated ? Int128.Min(paid, state.Ledger[payer.Slot].Available) : paid;
        if (paid <= 0)
        {
            return 0;
        }

        units.Repay(in work.Unit, in payer, paid);
        state.Effects.Reviews.Add(slot);
        events.Balance(in payer, BalanceChange.LossSocialised, -paid, market, ref sink);
        return paid;
    }
}
