namespace DexExtra.Engine.Quotes;

/// <summary>The quote of a set in one market: at least one side is open.</summary>
internal struct QuotePair
{
    public int Set;
    public int Market;

    /// <summary>Slots of the open orders, −1 = none.</summary>
    public int Buy;
    public int Sell;

    /// <summary>Neighbours among the pairs of the set, newer first; −1 = none.</summary>
    public int Next;
    public int Previous;
}
