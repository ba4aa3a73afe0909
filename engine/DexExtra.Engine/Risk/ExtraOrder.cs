namespace DexExtra.Engine.Risk;

/// <summary>Lots that a margin reckoning counts as open beside what is: an order that is not there yet.</summary>
internal readonly struct ExtraOrder(int market, long buyLots, long sellLots, long reducingBuys, long reducingSells)
{
    public static readonly ExtraOrder None = new(-1, 0, 0, 0, 0);

    /// <summary>Slot of the market, −1 = none.</summary>
    public readonly int Market = market;
    public readonly long BuyLots = buyLots;
    public readonly long SellLots = sellLots;

    /// <summary>Of these, lots of reduce-only orders.</summary>
    public readonly long ReducingBuys = reducingBuys;
    public readonly long ReducingSells = reducingSells;
}
