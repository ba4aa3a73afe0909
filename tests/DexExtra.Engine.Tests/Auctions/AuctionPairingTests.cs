using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>S6, A6: everything that is allotted trades, nobody with himself.</summary>
[Trait("rule", "S6")]
public sealed class AuctionPairingTests(ITestOutputHelper output)
{
    [Fact]
    public void Random_books_trade_exactly_what_is_allotted_and_no_owner_meets_himself()
    {
        foreach (var uncrossing in Uncrossing.Many(61_000, output))
        {
            Check(uncrossing.Left, uncrossing.Check);
        }
    }

    [Fact]
    public void So_do_many_owners_of_very_different_sizes()
    {
        var seed = AuctionBook.Seed(62_000);
        output.WriteLine($"seed {seed}, {AuctionBook.Count} books");
        var random = new Random(seed);
        for (var count = 0; count < AuctionBook.Count; count++)
        {
            var allotments = RandomAllotments(random);
            var (_, left) = AuctionSelfTrade.Remove(allotments);
            Check(left, (holds, what) => Assert.True(holds, holds ? what : $"{what}: {string.Join("; ", allotments)}"));
        }
    }

    [Fact]
    public void An_owner_with_half_of_all_lots_is_in_every_trade()
    {
        Allotment[] allotments =
        [
            new(Order(1, Side.Buy, 0), 4),
            new(Order(2, Side.Buy, 1), 1),
            new(Order(3, Side.Buy, 2), 3),
            new(Order(4, Side.Sell, 1), 4),
            new(Order(5, Side.Sell, 2), 4),
        ];

        // owner 2 has 7 of 2 × 8 lots: after one lot of the others he is in every trade
        Assert.Equal(
            [(1L, 4L, 1L), (3L, 4L, 3L), (1L, 5L, 3L), (2L, 5L, 1L)],
            Fills(AuctionPairing.Pair(allotments)));
    }

    [Fact]
    public void Owners_trade_in_order_of_first_appearance_buys_before_sells()
    {
        Allotment[] allotments =
        [
            new(Order(1, Side.Buy, 7), 2),
            new(Order(2, Side.Buy, 3), 2),
            new(Order(3, Side.Sell, 9), 1),
            new(Order(4, Side.Sell, 1), 3),
        ];

        Assert.Equal([(1L, 3L, 1L), (1L, 4L, 1L), (2L, 4L, 2L)], Fills(AuctionPairing.Pair(allotments)));
    }

    [Fact]
    public void Of_two_owners_that_are_in_every_trade_the_first_buys_first()
    {
        Allotment[] allotments =
        [
            new(Order(1, Side.Buy, 5), 3),
            new(Order(2, Side.Buy, 4), 2),
            new(Order(3, Side.Sell, 4), 3),
            new(Order(4, Side.Sell, 5), 2),
        ];

        Assert.Equal([(1L, 3L, 3L), (2L, 4L, 2L)], Fills(AuctionPairing.Pair(allotments)));
    }

    [Fact]
    public void An_order_that_lost_everything_does_not_count_as_an_appearance()
    {
        Allotment[] allotments =
        [
            new(Order(1, Side.Buy, 0) with { Stamp = 99 }, 2),
            new(Order(2, Side.Buy, 1), 2),
            new(Order(3, Side.Buy, 0), 1),
            new(Order(4, Side.Sell, 0), 4),
            new(Order(5, Side.Sell, 1), 1),
        ];

        var (prevented, left) = AuctionSelfTrade.Remove(allotments);

        Assert.Equal([(1L, 4L, 2L)], prevented.Select(pair => (pair.Buy.OrderId, pair.Sell.OrderId, pair.Lots)));
        Assert.Equal([(2L, 4L, 2L), (3L, 5L, 1L)], Fills(AuctionPairing.Pair(left)));
    }

    [Fact]
    public void Within_an_owner_reduce_only_orders_trade_first_then_by_priority()
    {
        Allotment[] allotments =
        [
            new(Order(1, Side.Buy, 0), 4),
            new(Order(2, Side.Buy, 0) with { IsReduceOnly = true }, 2),
            new(Order(3, Side.Buy, 0), 1),
            new(Order(4, Side.Sell, 1), 3),
            new(Order(5, Side.Sell, 1) with { IsReduceOnly = true }, 4),
        ];

        Assert.Equal([(2L, 5L, 2L), (1L, 5L, 2L), (1L, 4L, 2L), (3L, 4L, 1L)], Fills(AuctionPairing.Pair(allotments)));
    }

    private static AuctionOrder Order(long id, Side side, int owner) =>
        new(id, side, 100, 1_000_000, 0, id, owner, IsReduceOnly: false);

    private static IEnumerable<(long Buy, long Sell, long Lots)> Fills(IEnumerable<AuctionFill> fills) =>
        fills.Select(fill => (fill.Buy.OrderId, fill.Sell.OrderId, fill.Lots));

    private static List<Allotment> RandomAllotments(Random random)
    {
        var owners = random.Next(2, 12);
        var volume = random.Next(1, 2_000);
        var allotments = new List<Allotment>();
        foreach (var side in (Side[])[Side.Buy, Side.Sell])
        {
            for (var left = volume; left > 0;)
            {
                var lots = random.Next(1, Math.Max(2, 1 + Math.Min(left, volume / random.Next(1, 6))));
                var owner = random.Next(3) == 0 ? 0 : random.Next(owners);
                var isReduceOnly = (owner % 2 == 0) == (side == Side.Buy) && random.Next(3) == 0;
                allotments.Add(new Allotment(
                    Order(allotments.Count, side, owner) with { IsReduceOnly = isReduceOnly }, lots));
                left -= lots;
            }
        }

        return allotments;
    }

    private static void Check(IReadOnlyList<Allotment> allotments, Action<bool, string> check)
    {
        var fills = AuctionPairing.Pair(allotments);
        check(fills.All(fill => fill.Lots > 0 && fill.Buy.Owner != fill.Sell.Owner), "an owner meets himself");
        check(fills.All(fill => fill.Buy.Side == Side.Buy && fill.Sell.Side == Side.Sell), "sides");
        check(fills.Count <= allotments.Count + 2, $"{fills.Count} fills of {allotments.Count} orders");
        var traded = new Dictionary<long, long>();
        foreach (var fill in fills)
        {
            traded[fill.Buy.OrderId] = traded.GetValueOrDefault(fill.Buy.OrderId) + fill.Lots;
            traded[fill.Sell.OrderId] = traded.GetValueOrDefault(fill.Sell.OrderId) + fill.Lots;
        }

        check(allotments.Count == traded.Count, "orders that trade");
        check(allotments.All(each => traded.GetValueOrDefault(each.Order.OrderId) == each.Lots), "lots that trade");
        CheckOrder(allotments, [.. fills.Select(fill => fill.Buy)], check);
        CheckOrder(allotments, [.. fills.Select(fill => fill.Sell)], check);
        CheckPositions(fills, check);
    }

    /// <summary>Each owner's orders of a side trade one after the other, reduce-only ones first.</summary>
    private static void CheckOrder(
        IReadOnlyList<Allotment> allotments, List<AuctionOrder> orders, Action<bool, string> check)
    {
        foreach (var group in orders.GroupBy(order => order.Owner))
        {
            var side = group.First().Side;
            var owned = allotments.Select(each => each.Order).Where(each => each.Owner == group.Key && each.Side == side);
            var expected = owned.Where(each => each.IsReduceOnly).Concat(owned.Where(each => !each.IsReduceOnly));
            var actual = group.Where((order, index) => index == 0 || group.ElementAt(index - 1) != order);
            check(expected.SequenceEqual(actual), "order within an owner");
        }
    }

    /// <summary>I-RO-3: a position as large as its reduce-only orders never turns by one of them.</summary>
    private static void CheckPositions(IReadOnlyList<AuctionFill> fills, Action<bool, string> check)
    {
        var positions = new Dictionary<int, long>();
        foreach (var fill in fills)
        {
            positions[fill.Buy.Owner] = positions.GetValueOrDefault(fill.Buy.Owner) - (fill.Buy.IsReduceOnly ? fill.Lots : 0);
            positions[fill.Sell.Owner] =
                positions.GetValueOrDefault(fill.Sell.Owner) + (fill.Sell.IsReduceOnly ? fill.Lots : 0);
        }

        foreach (var fill in fills)
        {
            check(!fill.Buy.IsReduceOnly || -positions[fill.Buy.Owner] >= fill.Lots, "a reduce-only buy opens");
            check(!fill.Sell.IsReduceOnly || positions[fill.Sell.Owner] >= fill.Lots, "a reduce-only sell opens");
            positions[fill.Buy.Owner] += fill.Lots;
            positions[fill.Sell.Owner] -= fill.Lots;
        }
    }
}
