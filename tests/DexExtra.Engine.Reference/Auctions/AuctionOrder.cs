using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Auctions;

/// <summary>
/// What an uncrossing needs to know of an order: lots shown and lots in reserve, the stamp of its place in the queue,
/// and a number that all accounts of one wallet share.
/// </summary>
public sealed record AuctionOrder(
    long OrderId,
    Side Side,
    long LimitTicks,
    long DisplayedLots,
    long ReserveLots,
    long Stamp,
    int Owner,
    bool IsReduceOnly)
{
    public long Lots => checked(DisplayedLots + ReserveLots);

    /// <summary>The orders of one side from best to worst price, oldest stamp first.</summary>
    public static List<AuctionOrder> ByPriority(IEnumerable<AuctionOrder> orders, Side side) =>
        [.. orders.Where(order => order.Side == side)
            .OrderBy(order => side == Side.Buy ? -(Int128)order.LimitTicks : order.LimitTicks)
            .ThenBy(order => order.Stamp)];
}
