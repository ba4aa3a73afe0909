namespace DexExtra.Engine.Matching;

/// <summary>What a fill does to one position: lots that close and open, and the money that goes with it.</summary>
internal struct FillParts
{
    public long ClosedLots;
    public long OpenedLots;

    /// <summary>Lots of the position before, unsigned.</summary>
    public long SizeBefore;

    /// <summary>The fill's part of the order's hold; ledger units.</summary>
    public Int128 Hold;

    /// <summary>PnL of the closed lots before fees; ledger units.</summary>
    public Int128 Realised;
}
