using DexExtra.Settlement.Chain;

namespace DexExtra.Settlement.Lane;

/// <summary>What the operator offers for gas (X8): room for the base fee to double, the usual tip, and a
/// ceiling.</summary>
internal sealed class GasPolicy(UInt128 ceilingWei)
{
    /// <summary>Fees for a new transaction, wei per gas.</summary>
    public (UInt128 MaxFee, UInt128 Priority) Fresh(FeeQuote quote)
    {
        var priority = UInt128.Max(quote.PriorityFeePerGas, SettlementLimits.MinPriorityFeeWei);
        return Capped((2 * quote.BaseFeePerGas) + priority, priority);
    }

    /// <summary>
    /// Fees that replace a pending transaction: the fresh ones, but both at least the replacement bump above the old.
    /// Null when that would go over the ceiling; then only waiting is left.
    /// </summary>
    public (UInt128 MaxFee, UInt128 Priority)? Replacement(FeeQuote quote, UInt128 oldMaxFee, UInt128 oldPriority)
    {
        var fresh = Fresh(quote);
        var priority = UInt128.Max(fresh.Priority, Bumped(oldPriority));
        var maxFee = UInt128.Max(UInt128.Max(fresh.MaxFee, Bumped(oldMaxFee)), priority);
        return maxFee <= ceilingWei ? (maxFee, priority) : null;
    }

    private static UInt128 Bumped(UInt128 fee)
    {
        var scaled = fee * (100 + (UInt128)SettlementLimits.ReplacementBumpPercent);
        return (scaled + 99) / 100;
    }

    private (UInt128 MaxFee, UInt128 Priority) Capped(UInt128 maxFee, UInt128 priority) =>
        (UInt128.Min(maxFee, ceilingWei), UInt128.Min(priority, ceilingWei));
}
