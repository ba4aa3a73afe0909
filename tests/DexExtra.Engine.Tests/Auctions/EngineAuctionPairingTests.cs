using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A6, S6: every prevented pair and every fill, in order, against the rules written out with plain lists.</summary>
[Trait("rule", "S6")]
public sealed class EngineAuctionPairingTests
{
    private const int Rounds = 400;
    private const long Rich = 100_000_000;

    [Fact]
    public void Prevented_pairs_and_fills_are_those_of_the_rules()
    {
        var (prevented, fills) = (0, 0);
        for (var seed = 0; seed < Rounds; seed++)
        {
            var random = new Random(seed);
            var venue = Open(random, out var orders);
            venue.Pass(60);
            venue.Engine.Audit();
            var uncrossed = Assert.Single(venue.Events<AuctionUncrossed>(EventType.AuctionUncrossed));
            var volume = uncrossed.VolumeLots + uncrossed.PreventedLots;
            var left = Allot(orders, uncrossed.PriceTicks, volume);
            var expectedPairs = Prevent(left, volume);
            var expectedFills = Pair(left, uncrossed.VolumeLots);
            var pairs = venue.Events<PreventedMatch>(EventType.PreventedMatch)
                .Select(item => (item.Taker.OrderId, item.Maker.OrderId, item.QuantityLots)).ToList();
            var trades = venue.Events<Traded>(EventType.Traded)
                .Select(item => (item.Buy.OrderId, item.Sell.OrderId, item.QuantityLots)).ToList();
            Assert.True(expectedPairs.SequenceEqual(pairs), $"prevented of seed {seed}");
            Assert.True(expectedFills.SequenceEqual(trades), $"fills of seed {seed}");
            prevented += pairs.Count;
            fills += trades.Count;
        }

        Assert.True(prevented > Rounds / 20, "some owners have too much");
        Assert.True(fills > 2 * Rounds, "the calls trade");
    }

    private static Venue Open(Random random, out List<Entry> orders)
    {
        var venue = new Venue { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        var owners = random.Next(2, 6);
        for (var owner = 1; owner <= owners; owner++)
        {
            venue.Deposit(Traders.Of(owner), Rich);
        }

        venue.StartAuction(AuctionKind.Scheduled);
        orders = [];
        for (var count = random.Next(4, 16); count > 0; count--)
        {
            var entry = new Entry(random.Next(1, owners + 1), (Side)random.Next(1, 3), 50 + random.Next(-2, 3))
            {
                Lots = random.Next(1, 9),
            };
            venue.Send(new OrderTicket(Traders.Of(entry.Owner), entry.Side, entry.Lots, entry.Ticks));
            entry.OrderId = venue.Sequence;
            orders.Add(entry);
        }

        return venue;
    }

    /// <summary>Buys by price and time, then sells, cut to the volume.</summary>
    private static List<Entry> Allot(List<Entry> orders, long price, long volume)
    {
        var buys = orders.Where(o => o.Side == Side.Buy && o.Ticks >= price).OrderByDescending(o => o.Ticks);
        var sells = orders.Where(o => o.Side == Side.Sell && o.Ticks <= price).OrderBy(o => o.Ticks);
        return [.. Cut(buys.ThenBy(o => o.OrderId), volume), .. Cut(sells.ThenBy(o => o.OrderId), volume)];
    }

    private static List<Entry> Cut(IEnumerable<Entry> side, long volume)
    {
        var cut = new List<Entry>();
        foreach (var entry in side)
        {
            entry.Lots = Math.Min(entry.Lots, volume);
            volume -= entry.Lots;
            cut.Add(entry);
        }

        return cut;
    }

    private static List<(long, long, long)> Prevent(List<Entry> left, long volume)
    {
        var pairs = new List<(long, long, long)>();
        var own = left.GroupBy(o => o.Owner).FirstOrDefault(group => group.Sum(o => o.Lots) > volume);
        var excess = own is null ? 0 : own.Sum(o => o.Lots) - volume;
        while (excess > 0)
        {
            var buy = own!.Where(o => o.Side == Side.Buy && o.Lots > 0).MaxBy(o => o.OrderId)!;
            var sell = own!.Where(o => o.Side == Side.Sell && o.Lots > 0).MaxBy(o => o.OrderId)!;
            var lots = Math.Min(excess, Math.Min(buy.Lots, sell.Lots));
            pairs.Add((Math.Max(buy.OrderId, sell.OrderId), Math.Min(buy.OrderId, sell.OrderId), lots));
            buy.Lots -= lots;
            sell.Lots -= lots;
            excess -= lots;
        }

        return pairs;
    }

    /// <summary>§14 Pairing, word for word.</summary>
    private static List<(long, long, long)> Pair(List<Entry> left, long volume)
    {
        var fills = new List<(long, long, long)>();
        var groups = left.Where(o => o.Lots > 0).Select(o => o.Owner).Distinct().ToList();
        long Lots(int owner, Side? side) =>
            left.Where(o => o.Owner == owner && (side is null || o.Side == side)).Sum(o => o.Lots);
        int First(Side side, int but) => groups.First(owner => owner != but && Lots(owner, side) > 0);
        while (volume > 0)
        {
            var largest = groups.MaxBy(owner => Lots(owner, null));
            var (buyer, seller) = (0, 0);
            if (Lots(largest, null) < volume)
            {
                buyer = First(Side.Buy, 0);
                seller = First(Side.Sell, buyer);
            }
            else if (Lots(largest, Side.Buy) > 0)
            {
                (buyer, seller) = (largest, First(Side.Sell, largest));
            }
            else
            {
                (buyer, seller) = (First(Side.Buy, largest), largest);
            }

            var third = groups.Where(owner => owner != buyer && owner != seller).Select(o => Lots(o, null));
            var lots = Math.Min(
                Math.Min(Lots(buyer, Side.Buy), Lots(seller, Side.Sell)), volume - third.DefaultIfEmpty().Max());
            volume -= lots;
            Fill(left, buyer, seller, lots, fills);
        }

        return fills;
    }

    private static void Fill(List<Entry> left, int buyer, int seller, long lots, List<(long, long, long)> fills)
    {
        while (lots > 0)
        {
            var buy = left.First(o => o.Owner == buyer && o.Side == Side.Buy && o.Lots > 0);
            var sell = left.First(o => o.Owner == seller && o.Side == Side.Sell && o.Lots > 0);
            var traded = Math.Min(lots, Math.Min(buy.Lots, sell.Lots));
            fills.Add((buy.OrderId, sell.OrderId, traded));
            buy.Lots -= traded;
            sell.Lots -= traded;
            lots -= traded;
        }
    }

    private sealed class Entry(int owner, Side side, long ticks)
    {
        public int Owner => owner;

        public Side Side => side;

        public long Ticks => ticks;

        public long OrderId { get; set; }

        public long Lots { get; set; }
    }
}
