using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A2, A3 word by word: every price from floor to cap that is on the grid or a limit is tried.</summary>
public static class BruteForcePrice
{
    public enum Rule
    {
        NoCross,
        AllBuy,
        AllSell,
        Mixed,
        Balanced,
    }

    public static (Rule Rule, long Price, long Volume, long Surplus) Find(AuctionBook book)
    {
        var size = (int)(book.CapTicks - book.FloorTicks) + 1;
        var demand = new long[size];
        var supply = new long[size];
        var isCandidate = new bool[size];
        foreach (var order in book.Orders)
        {
            var limit = (int)(order.LimitTicks - book.FloorTicks);
            isCandidate[limit] = true;
            for (var index = 0; index < size; index++)
            {
                demand[index] += order.Side == Side.Buy && index <= limit ? order.DisplayedLots + order.ReserveLots : 0;
                supply[index] += order.Side == Side.Sell && index >= limit ? order.DisplayedLots + order.ReserveLots : 0;
            }
        }

        for (var index = 0; index < size; index++)
        {
            isCandidate[index] |= (book.FloorTicks + index) % book.Increment == 0;
        }

        return Choose(book, demand, supply, isCandidate);
    }

    private static (Rule Rule, long Price, long Volume, long Surplus) Choose(
        AuctionBook book, long[] demand, long[] supply, bool[] isCandidate)
    {
        long volume = 0;
        var least = long.MaxValue;
        for (var index = 0; index < demand.Length; index++)
        {
            var here = isCandidate[index] ? Math.Min(demand[index], supply[index]) : -1;
            var surplus = Math.Abs(demand[index] - supply[index]);
            if (here > volume || (here == volume && surplus < least))
            {
                (volume, least) = (here, surplus);
            }
        }

        if (volume == 0)
        {
            return (Rule.NoCross, 0, 0, 0);
        }

        var best = Enumerable.Range(0, demand.Length).Where(index => isCandidate[index]
            && Math.Min(demand[index], supply[index]) == volume
            && Math.Abs(demand[index] - supply[index]) == least).ToList();
        var (rule, price) = Pick(book, best, [.. best.Select(index => Math.Sign(demand[index] - supply[index]))]);
        var chosen = (int)(price - book.FloorTicks);
        return (rule, price, volume, demand[chosen] - supply[chosen]);
    }

    private static (Rule Rule, long Price) Pick(AuctionBook book, List<int> best, List<int> signs)
    {
        if (!signs.Exists(sign => sign != 1))
        {
            return (Rule.AllBuy, book.FloorTicks + best[^1]);
        }

        if (!signs.Exists(sign => sign != -1))
        {
            return (Rule.AllSell, book.FloorTicks + best[0]);
        }

        var isMixed = signs[0] != 0;
        var low = book.FloorTicks + best[isMixed ? signs.LastIndexOf(1) : 0];
        var high = book.FloorTicks + best[isMixed ? signs.IndexOf(-1) : best.Count - 1];
        var price = book.ReferenceTicks is not { } reference ? (low + high) >> 1
            : reference < low ? low
            : reference > high ? high
            : reference;
        while (price > low && price % book.Increment != 0)
        {
            price--;
        }

        return (isMixed ? Rule.Mixed : Rule.Balanced, price);
    }
}
