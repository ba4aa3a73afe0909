using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Auctions;

/// <summary>A6: who gets how much at the auction price.</summary>
public static class AuctionAllocation
{
    /// <summary>Buys by priority, then sells by priority; each side adds up to the volume.</summary>
    public static IReadOnlyList<Allotment> Allocate(
        IReadOnlyCollection<AuctionOrder> orders, long priceTicks, long volumeLots) =>
        [
            .. AllocateSide(orders.Where(order => order.LimitTicks >= priceTicks), Side.Buy, volumeLots),
            .. AllocateSide(orders.Where(order => order.LimitTicks <= priceTicks), Side.Sell, volumeLots),
        ];

    private static IEnumerable<Allotment> AllocateSide(IEnumerable<AuctionOrder> eligible, Side side, long volume)
    {
        var left = volume;
        var lots = new Dictionary<AuctionOrder, long>(ReferenceEqualityComparer.Instance);
        var byPriority = AuctionOrder.ByPriority(eligible, side);
        foreach (var level in byPriority.GroupBy(order => order.LimitTicks))
        {
            foreach (var order in level)
            {
                lots[order] = Math.Min(left, order.DisplayedLots);
                left -= lots[order];
            }

            foreach (var order in level)
            {
                var more = Math.Min(left, order.ReserveLots);
                lots[order] += more;
                left -= more;
            }
        }

        return left == 0
            ? byPriority.Where(order => lots[order] > 0).Select(order => new Allotment(order, lots[order]))
            : throw new InvalidOperationException("the volume is larger than what is eligible");
    }
}
