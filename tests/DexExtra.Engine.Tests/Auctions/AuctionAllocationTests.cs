using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A6: who gets how much.</summary>
[Trait("rule", "A6")]
public sealed class AuctionAllocationTests(ITestOutputHelper output)
{
    [Fact]
    public void At_the_last_price_what_is_shown_goes_first_then_the_reserve_both_by_stamp()
    {
        AuctionOrder[] orders =
        [
            new(1, Side.Buy, 101, 2, 6, 9, 0, false),
            new(2, Side.Buy, 100, 3, 7, 5, 1, false),
            new(3, Side.Buy, 100, 4, 0, 6, 2, false),
            new(4, Side.Buy, 100, 5, 9, 4, 3, false),
            new(5, Side.Buy, 99, 50, 0, 1, 4, false),
            new(6, Side.Sell, 90, 30, 0, 2, 5, false),
        ];

        var given = AuctionAllocation.Allocate(orders, 100, 30);

        Assert.Equal([(1L, 8L), (4L, 14L), (2L, 4L), (3L, 4L), (6L, 30L)], given.Select(each => (each.Order.OrderId, each.Lots)));
    }

    [Fact]
    public void Each_side_adds_up_to_the_volume_and_is_served_lot_by_lot_in_order()
    {
        foreach (var uncrossing in Uncrossing.Many(41_000, output))
        {
            foreach (var side in (Side[])[Side.Buy, Side.Sell])
            {
                var expected = LotByLot(uncrossing, side);
                var actual = uncrossing.Allotments.Where(each => each.Order.Side == side).ToList();
                uncrossing.Check(actual.Sum(each => each.Lots) == uncrossing.Result.VolumeLots, "sum");
                uncrossing.Check(actual.TrueForAll(each => each.Lots == expected[each.Order.OrderId]), "lots");
                uncrossing.Check(actual.Count == expected.Count, "orders");
            }
        }
    }

    /// <summary>The lots of a side in the order in which they are served, as many as trade, counted by order.</summary>
    private static Dictionary<long, int> LotByLot(Uncrossing uncrossing, Side side)
    {
        var sign = side == Side.Buy ? -1 : 1;
        return uncrossing.Book.Orders
            .Where(order => order.Side == side && sign * order.LimitTicks <= sign * uncrossing.Result.PriceTicks)
            .SelectMany(order => Enumerable.Range(0, (int)order.Lots).Select(lot => (Order: order, Lot: lot)))
            .OrderBy(each => sign * each.Order.LimitTicks)
            .ThenBy(each => each.Lot >= each.Order.DisplayedLots)
            .ThenBy(each => each.Order.Stamp)
            .Take((int)uncrossing.Result.VolumeLots)
            .CountBy(each => each.Order.OrderId)
            .ToDictionary();
    }
}
