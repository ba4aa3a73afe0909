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

    /// <summary>Every limit, and the grid prices strictly between neighbouring limits; ascending.</summary>
    private static List<Segment> Segments(List<AuctionOrder> orders, long increment)
    {
        var limits = orders.Select(order => order.LimitTicks).Distinct().Order().ToList();
        var segments = new List<Segment>();
        for (var index = 0; index < limits.Count; index++)
        {
            var limit = limits[index];
            segments.Add(new Segment(limit, limit, Demand(orders, limit), Supply(orders, limit)));
            if (index + 1 == limits.Count)
            {
                break;
            }

            var next = limits[index + 1];
            var low = GridFloor(limit, increment) + increment;
            var high = GridFloor((BigInteger)next - 1, increment);
            if (low <= high)
            {
                segments.Add(new Segment(low, high, Demand(orders, next), Supply(orders, limit)));
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

    private static long Demand(List<AuctionOrder> orders, long price) =>
        orders.Sum(order => order.Side == Side.Buy && order.LimitTicks >= price ? order.Lots : 0);

    private static long Supply(List<AuctionOrder> orders, long price) =>
        orders.Sum(order => order.Side == Side.Sell && order.LimitTicks <= price ? order.Lots : 0);
}
