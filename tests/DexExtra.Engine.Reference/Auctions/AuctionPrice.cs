using System.Numerics;
using DexExtra.Engine.Reference.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Auctions;

/// <summary>A2, A3: the price of an uncrossing by intervals, however wide the price range is.</summary>
public static class AuctionPrice
{
    /// <summary>Prices from Low to High with the same demand and supply; Low and High are candidates.</summary>
    private sealed record Segment(BigInteger Low, BigInteger High, long Demand, long Supply)
    {
        public long Volume => Math.Min(Demand, Supply);

        public long Surplus => Demand - Supply;
    }

    /// <summary>Lots of both sides at one limit.</summary>
    private readonly record struct Limit(long Ticks, long Buys, long Sells);

    /// <summary>Null where nothing crosses. Needs neither floor nor cap: nothing trades beyond the limits.</summary>
    public static AuctionResult? Find(IEnumerable<AuctionOrder> orders, long? referenceTicks, long priceIncrement)
    {
        var best = Best(Segments([.. orders], priceIncrement));
        if (best.Count == 0 || best[0].Volume == 0)
        {
            return null;
        }

        var price = Choose(best, referenceTicks, priceIncrement);
        var chosen = best.Last(segment => segment.Low <= price);
        return new AuctionResult((long)price, chosen.Volume, chosen.Surplus);
    }

    /// <summary>A5: never where there is no reference or no collar.</summary>
    public static bool IsOutsideCollar(
        long priceTicks, long? referenceTicks, long collarTicks, long widenTicks, uint extensions) =>
        referenceTicks is { } reference && collarTicks > 0
        && BigInteger.Abs((BigInteger)priceTicks - reference) > collarTicks + (BigInteger)extensions * widenTicks;

    /// <summary>
    /// Every limit, and the grid prices strictly between neighbouring limits; ascending. On the way up the sells at each
    /// limit join the supply, and behind it its buys leave the demand.
    /// </summary>
    private static List<Segment> Segments(List<AuctionOrder> orders, long increment)
    {
        var limits = Limits(orders);
        var segments = new List<Segment>();
        var (demand, supply) = (limits.Sum(limit => limit.Buys), 0L);
        for (var index = 0; index < limits.Count; index++)
        {
            var limit = limits[index];
            supply = checked(supply + limit.Sells);
            segments.Add(new Segment(limit.Ticks, limit.Ticks, demand, supply));
            demand -= limit.Buys;
            if (index + 1 == limits.Count)
            {
                break;
            }

            var low = GridFloor(limit.Ticks, increment) + increment;
            var high = GridFloor((BigInteger)limits[index + 1].Ticks - 1, increment);
            if (low <= high)
            {
                segments.Add(new Segment(low, high, demand, supply));
            }
        }

        return segments;
    }

    private static List<Segment> Best(List<Segment> segments)
    {
        var volume = segments.Select(segment => segment.Volume).DefaultIfEmpty().Max();
        var most = segments.Where(segment => segment.Volume == volume).ToList();
        var surplus = most.Select(segment => Math.Abs(segment.Surplus)).DefaultIfEmpty().Min();
        return [.. most.Where(segment => Math.Abs(segment.Surplus) == surplus)];
    }

    private static BigInteger Choose(List<Segment> best, long? reference, long increment)
    {
        if (best.All(segment => segment.Surplus > 0))
        {
            return best[^1].High;
        }

        if (best.All(segment => segment.Surplus < 0))
        {
            return best[0].Low;
        }

        var low = best.LastOrDefault(segment => segment.Surplus > 0)?.High ?? best[0].Low;
        var high = best.FirstOrDefault(segment => segment.Surplus < 0)?.Low ?? best[^1].High;
        var wish = reference is { } price ? BigInteger.Clamp(price, low, high) : FixedMath.Floor(low + high, 2);
        return BigInteger.Max(low, GridFloor(wish, increment));
    }

    private static BigInteger GridFloor(BigInteger price, long increment) =>
        FixedMath.Floor(price, increment) * increment;

    /// <summary>What is offered at each limit, in ascending order.</summary>
    private static List<Limit> Limits(List<AuctionOrder> orders)
    {
        var limits = new Dictionary<long, Limit>();
        foreach (var order in orders)
        {
            var limit = limits.GetValueOrDefault(order.LimitTicks, new Limit(order.LimitTicks, 0, 0));
            limits[order.LimitTicks] = order.Side == Side.Buy
                ? limit with { Buys = checked(limit.Buys + order.Lots) }
                : limit with { Sells = checked(limit.Sells + order.Lots) };
        }

        return [.. limits.Values.OrderBy(limit => limit.Ticks)];
    }
}
