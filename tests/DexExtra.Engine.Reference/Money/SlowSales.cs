namespace DexExtra.Engine.Reference.Money;

/// <summary>Collateral of one account that was sold in a frame, and what the account had before; ledger units.</summary>
internal sealed class SlowSales(Int128 availableBefore, Int128 owedBefore)
{
    private readonly List<(Int128 Proceeds, Int128 Most)> _items = [];

    public Int128 AvailableBefore { get; } = availableBefore;

    public Int128 OwedBefore { get; } = owedBefore;

    /// <summary>What each brought, and what it could have brought.</summary>
    public IReadOnlyList<(Int128 Proceeds, Int128 Most)> Items => _items;

    public void Add(Int128 proceeds, Int128 most) => _items.Add((proceeds, most));
}
