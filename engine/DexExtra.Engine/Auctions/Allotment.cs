namespace DexExtra.Engine.Auctions;

/// <summary>A6: an order that trades in an uncrossing; how many lots still, stands in its terms.</summary>
internal struct Allotment
{
    public int Slot;
    public int Owner;

    /// <summary>Stamp when the uncrossing began.</summary>
    public long Stamp;

    /// <summary>Neighbours among the allotments of the same group and side, −1 = none.</summary>
    public int Previous;
    public int Next;
}
