namespace DexExtra.Engine.Auctions;

/// <summary>All allotments of one owner in an uncrossing (S6).</summary>
internal struct OwnerGroup
{
    public int Owner;
    public GroupSide Buys;
    public GroupSide Sells;

    public readonly long Lots => Buys.Lots + Sells.Lots;
}
