namespace DexExtra.Engine.Reference.Money;

/// <summary>A loss that winners of a market pay (docs/money.md §10); ledger units.</summary>
internal sealed class SlowLevy(SlowMarket market, List<SlowWinner> winners)
{
    public SlowMarket Market { get; } = market;

    /// <summary>All positions in order of creation, as they were before the first charge.</summary>
    public List<SlowWinner> Winners { get; } = winners;

    public List<(SlowPosition Position, Int128 Amount)> Charges { get; } = [];

    /// <summary>What the debtor owed before.</summary>
    public Int128? Missing { get; set; }
}
