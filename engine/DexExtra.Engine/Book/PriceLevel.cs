namespace DexExtra.Engine.Book;

/// <summary>One price of one side of one market with at least one resting order, oldest first.</summary>
internal struct PriceLevel
{
    public long PriceTicks;
    public long TotalLots;
    public int OrderCount;
    public int Oldest;
    public int Youngest;

    /// <summary>Sequence of the last command that changed the level: one LevelChanged per command.</summary>
    public long TouchedAt;
}
