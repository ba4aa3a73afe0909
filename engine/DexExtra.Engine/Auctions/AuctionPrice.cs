using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;

namespace DexExtra.Engine.Auctions;

/// <summary>
/// A2, A3: the price of a call, in one pass over the levels where bids and asks overlap. Between two neighbouring
/// limits nothing changes, so those prices are looked at as one range.
/// </summary>
internal sealed class AuctionPrice(EngineState state)
{
    // every level has at least one order
    private readonly int[] _crossedBids = new int[state.Options.MaxOpenOrders];

    /// <summary>What would trade now; null if nothing.</summary>
    public AuctionResult? Find(Market market)
    {
        var ask = market.Asks.Best;
        if (ask < 0 || market.Bids.Best < 0)
        {
            return null;
        }

        var lowestTicks = Level(ask).PriceTicks;
        var bids = CollectBids(market, lowestTicks, out var bidLots);
        if (bids == 0)
        {
            return null;
        }

        var highestTicks = Level(market.Bids.Best).PriceTicks;
        var increment = market.Rules.PriceIncrementTicks;
        var candidates = new PriceCandidates(ReferencePrice.Of(market), increment);
        long askLots = 0;
        for (var at = lowestTicks; ;)
        {
            var isBid = bids > 0 && Level(_crossedBids[bids - 1]).PriceTicks == at;
            var isAsk = ask >= 0 && Level(ask).PriceTicks == at;
            askLots += isAsk ? LotsOf(ask) : 0;
            candidates.Add(at, at, bidLots, askLots);
            bidLots -= isBid ? LotsOf(_crossedBids[--bids]) : 0;
            ask = isAsk ? market.Asks.NextWorse(at) : ask;
            if (at == highestTicks)
            {
                return candidates.Choose();
            }

            var next = NextLimit(_crossedBids[bids - 1], ask);
            AddRange(ref candidates, at, next, increment, bidLots, askLots);
            at = next;
        }
    }

    /// <summary>Bids at or above the lowest ask, best first, and their lots.</summary>
    private int CollectBids(Market market, long lowestTicks, out long lots)
    {
        var count = 0;
        lots = 0;
        var level = market.Bids.Best;
        while (level >= 0 && Level(level).PriceTicks >= lowestTicks)
        {
            _crossedBids[count++] = level;
            lots += LotsOf(level);
            level = market.Bids.NextWorse(Level(level).PriceTicks);
        }

        return count;
    }

    private long NextLimit(int bid, int ask)
    {
        var bidTicks = Level(bid).PriceTicks;
        return ask < 0 ? bidTicks : Math.Min(bidTicks, Level(ask).PriceTicks);
    }

    /// <summary>Grid prices between two neighbouring limits, if there are any.</summary>
    private static void AddRange(
        ref PriceCandidates candidates, long below, long above, long increment, long bidLots, long askLots)
    {
        var low = PriceGrid.Down(below, increment) + increment;
        var high = PriceGrid.Up(above, increment) - increment;
        if (low <= high)
        {
            candidates.Add(low, high, bidLots, askLots);
        }
    }

    private ref PriceLevel Level(int level) => ref state.Books.Level(level);

    private long LotsOf(int level) => Level(level).TotalLots + Level(level).HiddenLots;
}
