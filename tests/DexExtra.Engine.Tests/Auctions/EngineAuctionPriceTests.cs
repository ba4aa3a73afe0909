using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A2, A3: the engine's price against one that tries every price.</summary>
[Trait("rule", "A3")]
public sealed class EngineAuctionPriceTests
{
    private const int Rounds = 600;

    [Fact]
    public void The_price_is_the_best_of_all_prices()
    {
        var crossed = 0;
        for (var seed = 0; seed < Rounds; seed++)
        {
            crossed += Compare(seed) ? 1 : 0;
        }

        Assert.InRange(crossed, Rounds / 2, Rounds - 1);
    }

    private static bool Compare(int seed)
    {
        var random = new Random(seed);
        var venue = new Venue { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        var rules = TradingRules.Default;
        rules.PriceIncrementTicks = random.Next(1, 4);
        if (random.Next(2) == 0)
        {
            rules.Flags = TradingFlags.HasInitialReference;
            rules.InitialReferenceTicks = 45 + random.Next(20);
        }

        venue.SetState(MarketState.Halted);
        venue.SetRules(rules);
        venue.StartAuction(AuctionKind.Reopening);
        var orders = Enter(venue, random, rules.PriceIncrementTicks);
        venue.Pass(60);
        var uncrossed = Assert.Single(venue.Events<AuctionUncrossed>(EventType.AuctionUncrossed));
        var expected = Best(orders, rules);
        var found = uncrossed.HasPrice == 1 ? (uncrossed.PriceTicks, uncrossed.VolumeLots) : ((long, long)?)null;
        Assert.True(expected == found, $"seed {seed}: {expected} is not {found}");
        venue.Engine.Audit();
        return expected is not null;
    }

    /// <summary>Every order of another owner, so that nothing is prevented.</summary>
    private static List<(Side Side, long Lots, long Ticks)> Enter(Venue venue, Random random, long increment)
    {
        var orders = new List<(Side Side, long Lots, long Ticks)>();
        var count = random.Next(2, 12);
        for (var owner = 1; owner <= count; owner++)
        {
            var side = (Side)random.Next(1, 3);
            var ticks = (50 + random.Next(-6, 7)) / increment * increment;
            var lots = random.Next(1, 5);
            venue.Deposit(Traders.Of(owner), 100_000);
            Assert.Contains("accepted", venue.Send(new OrderTicket(Traders.Of(owner), side, lots, ticks))[0]);
            orders.Add((side, lots, ticks));
        }

        return orders;
    }

    /// <summary>A2, A3 word for word, over all prices of the market.</summary>
    private static (long Ticks, long Lots)? Best(List<(Side Side, long Lots, long Ticks)> orders, TradingRules rules)
    {
        var candidates = new List<(long Price, long Bids, long Asks)>();
        for (long price = 0; price <= 100; price++)
        {
            var bids = orders.Where(order => order.Side == Side.Buy && order.Ticks >= price).Sum(order => order.Lots);
            var asks = orders.Where(order => order.Side == Side.Sell && order.Ticks <= price).Sum(order => order.Lots);
            if (price % rules.PriceIncrementTicks == 0)
            {
                candidates.Add((price, bids, asks));
            }
        }

        var volume = candidates.Max(at => Math.Min(at.Bids, at.Asks));
        candidates.RemoveAll(at => Math.Min(at.Bids, at.Asks) < volume);
        var surplus = candidates.Min(at => Math.Abs(at.Bids - at.Asks));
        candidates.RemoveAll(at => Math.Abs(at.Bids - at.Asks) > surplus);
        return volume == 0 ? null : (Choose(candidates, rules), volume);
    }

    private static long Choose(List<(long Price, long Bids, long Asks)> candidates, TradingRules rules)
    {
        if (candidates.TrueForAll(at => at.Bids > at.Asks))
        {
            return candidates[^1].Price;
        }

        if (candidates.TrueForAll(at => at.Bids < at.Asks))
        {
            return candidates[0].Price;
        }

        var bids = candidates.Where(at => at.Bids > at.Asks).Select(at => at.Price).ToList();
        var asks = candidates.Where(at => at.Bids < at.Asks).Select(at => at.Price).ToList();
        var low = bids.Count > 0 ? bids[^1] : candidates[0].Price;
        var high = asks.Count > 0 ? asks[0] : candidates[^1].Price;
        var wanted = (rules.Flags & TradingFlags.HasInitialReference) != 0
            ? Math.Clamp(rules.InitialReferenceTicks, low, high)
            : (low + high) / 2;
        return Math.Max(low, wanted - (wanted % rules.PriceIncrementTicks));
    }
}
