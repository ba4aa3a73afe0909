namespace DexExtra.Engine.Auctions;

/// <summary>
/// Allotments of one owner on one side, reduce-only ones first, then by priority; and its neighbours among the groups
/// that have lots on that side.
/// </summary>
internal struct GroupSide
{
    public long Lots;

    /// <summary>First allotment with lots, −1 = none.</summary>
    public int First;
    public int LastReduceOnly;
    public int Last;
    public int PreviousGroup;
    public int NextGroup;
}
