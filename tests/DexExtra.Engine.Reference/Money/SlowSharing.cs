namespace DexExtra.Engine.Reference.Money;

/// <summary>A loss that a market shares, from the event that says so to the one that ends it (docs/money.md §10).</summary>
public sealed class SlowSharing(SlowLiquidation debtor)
{
    public SlowLiquidation Debtor { get; } = debtor;

    /// <summary>Positions are weighed and charged in several commands: shares by the positions of then are not known.</summary>
    public bool IsSpread { get; set; }
}
