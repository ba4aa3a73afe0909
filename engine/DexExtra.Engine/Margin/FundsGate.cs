using DexExtra.Engine.Matching;
using DexExtra.Engine.OrderLimits;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>
/// Gate 8: may the account bear what an order asks for (R1–R5, docs/money.md §5)? The same answer for new orders,
/// amends and what-if questions. Changes nothing.
/// </summary>
internal sealed class FundsGate(EngineState state, MarginCalculator margins, OrderHolds holds)
{
    /// <summary>None, INSUFFICIENT_FUNDS, INSUFFICIENT_MARGIN, MARK_STALE or IN_LIQUIDATION.</summary>
    public RejectReason Check(in OrderDemand demand, in EarlierLegs earlier)
    {
        if (demand.Market.Terms.MarginMode == MarginMode.Full)
        {
            return CheckCash(demand.Balance, demand.Hold);
        }

        return holds.ModeOf(demand.Account, demand.Market) == MarginMode.Cross
            ? CheckCross(in demand, in earlier)
            : CheckIsolated(in demand);
    }

    /// <summary>None or INSUFFICIENT_FUNDS, for orders that are paid in cash: FULL and isolated ones.</summary>
    public RejectReason CheckCash(int balance, Int128 hold) =>
        MayTake(balance, hold) ? RejectReason.None : RejectReason.InsufficientFunds;

    /// <summary>
    /// R3, R4: so much is available, and without it cross positions, those that the asset settles or backs, keep their
    /// initial margin.
    /// </summary>
    public bool MayTake(int balance, Int128 amount)
    {
        if (amount <= 0 || balance < 0)
        {
            return amount <= 0;
        }

        ref readonly var cash = ref state.Ledger[balance];
        return amount <= margins.Unshared(balance)
            && (cash.CrossPositions == 0
                || amount <= margins.OfCross(balance, in ExtraOrder.None).FreeToTakeOut)
            && (state.Assets.CollateralCount == 0 || margins.KeepsBacked(balance, amount));
    }

    /// <summary>The unit that the order would join, with it and with what comes with it.</summary>
    public MarginState CrossWith(in OrderDemand demand, in EarlierLegs earlier)
    {
        var isBuy = demand.Side == Side.Buy;
        var extra = new ExtraOrder(
            demand.Market.Slot,
            isBuy ? demand.MoreLots : earlier.BuyLots,
            isBuy ? earlier.SellLots : demand.MoreLots,
            isBuy ? demand.MoreReducingLots : earlier.ReducingBuys,
            isBuy ? earlier.ReducingSells : demand.MoreReducingLots);
        return margins.OfCross(demand.Account, demand.Market.Asset, in extra);
    }

    private RejectReason CheckIsolated(in OrderDemand demand)
    {
        if (!OnlyReduces(in demand) && margins.IsStale(demand.Market))
        {
            return RejectReason.MarkStale;
        }

        if (state.Positions.TryFind(demand.Account, demand.Market.Slot, out var slot)
            && state.Positions[slot].InLiquidation)
        {
            return RejectReason.InLiquidation;
        }

        return CheckCash(demand.Balance, demand.Hold);
    }

    private RejectReason CheckCross(in OrderDemand demand, in EarlierLegs earlier)
    {
        var unit = CrossWith(in demand, in earlier);
        var isInLiquidation = demand.Balance >= 0 && state.Ledger[demand.Balance].InLiquidation;
        var onlyReduces = OnlyReduces(in demand);
        if (!onlyReduces && unit.HasStaleMark)
        {
            return RejectReason.MarkStale;
        }

        if (isInLiquidation)
        {
            return RejectReason.InLiquidation;
        }

        var mayPass = onlyReduces && !earlier.MayOpen;
        var isCovered = unit.Free >= demand.Hold
            || (mayPass && unit.Equity - unit.SharedGain - demand.Hold >= unit.MaintenanceMargin);
        return isCovered ? RejectReason.None : RejectReason.InsufficientMargin;
    }

    private bool OnlyReduces(in OrderDemand demand) => demand.IsReduceOnly
        || state.Positions.OpeningLots(demand.Account, demand.Market.Slot, demand.Side, demand.MoreLots) <= 0;
}
