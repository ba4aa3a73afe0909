using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// The money of one side of a fill. FULL (R1): the fill's part of the hold pays the opening cost into the pool, a
/// closing part receives its value from it. Margin (docs/money.md §6): only what closing realises moves between account
/// and pool; an isolated position's bucket takes in and gives back its margin. In all of them the part pays the fee,
/// and what is left of it is paid in.
/// </summary>
internal sealed class FillMoney(EngineState state, MarginCalculator margins)
{
    /// <summary>FULL. Returns what the account got from the pool.</summary>
    public Int128 MoveFull(in FillSide fill, Market market, long priceTicks, in FillParts parts)
    {
        var ledger = state.Ledger;
        var costPerLot = market.OpeningCostPerLot(fill.Side, priceTicks);
        var paid = Math.BigMul(parts.OpenedLots, costPerLot);
        var received = Math.BigMul(parts.ClosedLots, market.RangeValue - costPerLot);
        if (fill.Slot < 0)
        {
            PayFee(in fill, market.Asset, 0);
            ledger.PayIn(fill.Balance, market.Pool, received);
            ledger.Post(market.Asset, ledger.Available(fill.Balance), market.Pool, paid);
            return received - paid;
        }

        ledger.Post(market.Asset, ledger.Held(fill.Balance), market.Pool, paid);
        var left = PayFee(in fill, market.Asset, parts.Hold - paid);
        ledger.PayIn(fill.Balance, ledger.Held(fill.Balance), left);
        ledger.PayIn(fill.Balance, market.Pool, received);
        return received - paid;
    }

    /// <summary>A cross position. Returns what the account got from the pool.</summary>
    public Int128 MoveCross(in FillSide fill, Market market, in FillParts parts)
    {
        var ledger = state.Ledger;
        var left = PayFee(in fill, market.Asset, parts.Hold);
        ledger.PayIn(fill.Balance, ledger.Held(fill.Balance), left);
        if (parts.Realised >= 0)
        {
            ledger.PayIn(fill.Balance, market.Pool, parts.Realised);
        }
        else
        {
            ledger.Charge(fill.Balance, market.Pool, -parts.Realised);
        }

        return parts.Realised;
    }

    /// <summary>
    /// An isolated position (R5). Returns what the account got from the pool, no shortfall. Where the venue makes it
    /// open (F11), its bucket comes from what is available, as far as that goes: the trade itself moves the open
    /// interest that the margin depends on, so that it may be more than the caller made sure of.
    /// </summary>
    public Int128 MoveIsolated(in FillSide fill, Market market, in FillParts parts)
    {
        var ledger = state.Ledger;
        ref var position = ref state.Positions[fill.Position];
        var left = PayFee(in fill, market.Asset, parts.Hold);
        var missing = Close(in fill, market, in parts, ref left);
        if (fill.Slot < 0)
        {
            var more = parts.OpenedLots == 0 ? 0 : Int128.Max(0, margins.BucketOf(in position) - position.Bucket);
            more = Int128.Min(more, state.Ledger[fill.Balance].Available);
            ledger.Post(market.Asset, ledger.Available(fill.Balance), position.Margin, more);
            return parts.Realised + missing;
        }

        var margin = Int128.Min(left, MarginOfOpened(market, in parts));
        ledger.Post(market.Asset, ledger.Held(fill.Balance), position.Margin, margin);
        ledger.PayIn(fill.Balance, ledger.Held(fill.Balance), left - margin);
        return parts.Realised + missing;
    }

    /// <summary>
    /// Gives the closed share of the bucket back with the profit; a loss takes from it first, then from the rest of the
    /// bucket, then from what the order still holds. Returns what nobody paid, which the position then owes (§10).
    /// </summary>
    private Int128 Close(in FillSide fill, Market market, in FillParts parts, ref Int128 left)
    {
        var ledger = state.Ledger;
        ref var position = ref state.Positions[fill.Position];
        var released = ReleasedBy(in fill, in position, in parts);
        if (parts.Realised >= 0)
        {
            ledger.PayIn(fill.Balance, position.Margin, released);
            TakeProfit(in fill, market, parts.Realised);
            return 0;
        }

        var loss = -parts.Realised;
        var fromBucket = Int128.Min(loss, position.Bucket);
        ledger.Post(market.Asset, position.Margin, market.Pool, fromBucket);
        ledger.PayIn(fill.Balance, position.Margin, Int128.Max(0, released - fromBucket));
        var fromHold = Int128.Min(loss - fromBucket, left);
        ledger.Post(market.Asset, ledger.Held(fill.Balance), market.Pool, fromHold);
        left -= fromHold;
        var missing = loss - fromBucket - fromHold;
        if (missing > 0)
        {
            state.Shortfalls.Count(position.Shortfall, position.Shortfall - missing);
            ledger.Post(market.Asset, position.Debt, market.Pool, missing);
        }

        return missing;
    }

    /// <summary>L3: while the venue closes it, the bucket stays: it stands behind the lots that are left.</summary>
    private static Int128 ReleasedBy(in FillSide fill, in Position position, in FillParts parts)
    {
        if (fill.End == PositionEnd.Liquidation)
        {
            return 0;
        }

        return parts.ClosedLots == parts.SizeBefore
            ? position.Bucket
            : MoneyMath.Share(position.Bucket, parts.ClosedLots, parts.SizeBefore);
    }

    /// <summary>A profit pays what the position owes; the rest is the account's, or the bucket's (L3).</summary>
    private void TakeProfit(in FillSide fill, Market market, Int128 profit)
    {
        ref var position = ref state.Positions[fill.Position];
        var repaid = Int128.Min(profit, -position.Shortfall);
        state.Shortfalls.Count(position.Shortfall, position.Shortfall + repaid);
        state.Ledger.Post(market.Asset, market.Pool, position.Debt, repaid);
        if (fill.End == PositionEnd.Liquidation)
        {
            state.Ledger.Post(market.Asset, market.Pool, position.Margin, profit - repaid);
        }
        else
        {
            state.Ledger.PayIn(fill.Balance, market.Pool, profit - repaid);
        }
    }

    /// <summary>What the order held for the opened lots beside the worst fee.</summary>
    private static Int128 MarginOfOpened(Market market, in FillParts parts)
    {
        var lots = parts.OpenedLots + parts.ClosedLots;
        var held = parts.OpenedLots == lots ? parts.Hold : MoneyMath.Share(parts.Hold, parts.OpenedLots, lots);
        return Int128.Max(0, held - Math.BigMul(parts.OpenedLots, market.WorstFeePerLot));
    }

    /// <summary>Pays the fee out of what is held for it, or a returned fee in; returns what is left of it.</summary>
    private Int128 PayFee(in FillSide fill, int asset, Int128 held)
    {
        var ledger = state.Ledger;
        if (fill.Fee >= 0)
        {
            Invariant.That(fill.Fee <= held, "a hold covers the fee (F6)");
            ledger.Post(asset, ledger.Held(fill.Balance), ledger.Fees(asset), fill.Fee - fill.PassedFee);
            return held - fill.Fee;
        }

        if (fill.Slot < 0)
        {
            ledger.PayIn(fill.Balance, ledger.Fees(asset), -fill.Fee);
        }

        return held;
    }
}
