using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>Where the allocation of an unfinished uncrossing stands (A6): bids first, best level first.</summary>
internal struct AllocationWalk
{
    public Side Side;

    /// <summary>Slot of the order that is visited next, −1 = both sides have their lots.</summary>
    public int Order;

    /// <summary>Lots that the levels behind the present one give.</summary>
    public long LotsBehind;

    // lots that the rest of the present level gives
    public long DisplayedLots;
    public long ReserveLots;

    public readonly long LevelLots => DisplayedLots + ReserveLots;

    /// <summary>Lots of a side that no order has yet, of so many that trade.</summary>
    public readonly long OpenLots(Side side, long volumeLots) => side == Side ? LotsBehind + LevelLots
        : Side == Side.Buy ? volumeLots
        : 0;
}
