namespace DexExtra.Engine.Book;

/// <summary>One price of one ladder with at least one order, oldest first.</summary>
internal struct PriceLevel
{
    public long PriceTicks;

    /// <summary>Displayed lots.</summary>
    public long TotalLots;

    /// <summary>Reserve of icebergs.</summary>
    public long HiddenLots;
    public int OrderCount;

    /// <summary>O-PEG: orders of the level that are no reference for others.</summary>
    public int PeggedCount;
    public int Oldest;
    public int Youngest;

    /// <summary>Sequence of the last command that changed the level: one LevelChanged per command.</summary>
    public long TouchedAt;
}
