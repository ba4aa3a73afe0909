using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>S6: what an owner could only have traded with himself is taken out, and not a lot more.</summary>
[Trait("rule", "S6")]
public sealed class AuctionSelfTradeTests(ITestOutputHelper output)
{
    /// <summary>Volumes up to this are searched exhaustively.</summary>
    private const int SearchedLots = 8;

    [Fact]
    public void What_is_taken_out_is_the_excess_of_the_one_owner_that_has_one()
    {
        var prevented = 0;
        foreach (var uncrossing in Uncrossing.Many(51_000, output))
        {
            var volume = uncrossing.Result.VolumeLots;
            var owners = uncrossing.Allotments.Select(each => each.Order.Owner).Distinct().ToList();
            var excess = owners.ToDictionary(owner => owner, owner => Math.Max(
                0,
                Uncrossing.Lots(uncrossing.Allotments, Side.Buy, owner)
                    + Uncrossing.Lots(uncrossing.Allotments, Side.Sell, owner) - volume));
            uncrossing.Check(excess.Values.Count(lots => lots > 0) <= 1, "owners with an excess");
            foreach (var (owner, lots) in excess)
            {
                uncrossing.Check(Taken(uncrossing, Side.Buy, owner) == lots, "buys taken out");
                uncrossing.Check(Taken(uncrossing, Side.Sell, owner) == lots, "sells taken out");
                uncrossing.Check(
                    Uncrossing.Lots(uncrossing.Left, Side.Buy, owner) + Uncrossing.Lots(uncrossing.Left, Side.Sell, owner)
                        <= volume - excess.Values.Sum(),
                    "an owner is left with more than the others can take");
            }

            prevented += uncrossing.Prevented.Count > 0 ? 1 : 0;
        }

        output.WriteLine($"{prevented} books with prevented pairs");
        Assert.True(prevented > 0);
    }

    [Fact]
    public void Pairs_are_newest_with_newest()
    {
        foreach (var uncrossing in Uncrossing.Many(52_000, output).Where(uncrossing => uncrossing.Prevented.Count > 0))
        {
            var owner = uncrossing.Prevented[0].Buy.Owner;
            var count = (int)uncrossing.Prevented.Sum(pair => pair.Lots);
            var expected = NewestLots(uncrossing, Side.Buy, owner).Zip(NewestLots(uncrossing, Side.Sell, owner)).Take(count);
            var actual = uncrossing.Prevented
                .SelectMany(pair => Enumerable.Repeat((pair.Buy.OrderId, pair.Sell.OrderId), (int)pair.Lots));
            uncrossing.Check(expected.SequenceEqual(actual), "lots in pairs");
            uncrossing.Check(
                uncrossing.Prevented.Select(pair => (pair.Buy, pair.Sell)).Distinct().Count() == uncrossing.Prevented.Count,
                "one pair twice");
            uncrossing.Check(
                uncrossing.Prevented.All(pair => pair.Newer.Stamp == Math.Max(pair.Buy.Stamp, pair.Sell.Stamp)), "taker");
        }
    }

    [Fact]
    public void No_pairing_of_the_lots_has_fewer_pairs_of_one_owner()
    {
        var searched = 0;
        foreach (var uncrossing in Uncrossing.Many(53_000, output).Where(each => each.Result.VolumeLots <= SearchedLots))
        {
            var owners = uncrossing.Allotments.Select(each => each.Order.Owner).Distinct().ToList();
            var buys = owners.Select(owner => Uncrossing.Lots(uncrossing.Allotments, Side.Buy, owner)).ToArray();
            var sells = owners.Select(owner => Uncrossing.Lots(uncrossing.Allotments, Side.Sell, owner)).ToArray();
            var least = LeastSelfPairs(buys, sells, int.MaxValue);
            uncrossing.Check(uncrossing.Prevented.Sum(pair => pair.Lots) == least, $"{least} pairs are unavoidable");
            searched++;
        }

        output.WriteLine($"{searched} books searched");
        Assert.True(searched > 0);
    }

    [Fact]
    public void An_owner_alone_on_both_sides_loses_the_whole_volume()
    {
        var buy = new AuctionOrder(1, Side.Buy, 105, 10, 0, 1, 7, false);
        var sell = new AuctionOrder(2, Side.Sell, 95, 6, 0, 2, 7, false);

        var (prevented, left) = AuctionSelfTrade.Remove(AuctionAllocation.Allocate([buy, sell], 100, 6));

        Assert.Equal([new PreventedPair(buy, sell, 6)], prevented);
        Assert.Same(sell, prevented[0].Newer);
        Assert.Empty(left);
    }

    private static long Taken(Uncrossing uncrossing, Side side, int owner) =>
        Uncrossing.Lots(uncrossing.Allotments, side, owner) - Uncrossing.Lots(uncrossing.Left, side, owner);

    private static IEnumerable<long> NewestLots(Uncrossing uncrossing, Side side, int owner) => uncrossing.Allotments
        .Where(each => each.Order.Side == side && each.Order.Owner == owner)
        .OrderByDescending(each => each.Order.Stamp)
        .SelectMany(each => Enumerable.Repeat(each.Order.OrderId, (int)each.Lots));

    /// <summary>Tries for the first lot that is left to buy each owner that has one left to sell.</summary>
    private static int LeastSelfPairs(long[] buys, long[] sells, int bound)
    {
        var buyer = Array.FindIndex(buys, lots => lots > 0);
        if (buyer < 0)
        {
            return 0;
        }

        buys[buyer]--;
        for (var seller = 0; seller < sells.Length; seller++)
        {
            var self = seller == buyer ? 1 : 0;
            if (sells[seller] > 0 && self < bound)
            {
                sells[seller]--;
                bound = Math.Min(bound, self + LeastSelfPairs(buys, sells, bound - self));
                sells[seller]++;
            }
        }

        buys[buyer]++;
        return bound;
    }
}
