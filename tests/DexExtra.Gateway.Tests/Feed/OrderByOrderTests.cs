using System.Globalization;
using DexExtra.Engine.Inspection;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>
/// NET-11, D1: the single orders that the feed derives from the event log against the engine's own books, over random
/// lives with every kind of order: the same orders in the same turn with the same shown lots, after every command, and
/// no market's L3 goes off. DEXEXTRA_L3_LIVES plays more lives of each profile.
/// </summary>
public sealed class OrderByOrderTests
{
    private const int Commands = 1_500;
    private const int LeastOrders = 100;
    private const int MaxOrders = 8_192;
    private const int DefaultLives = 2;
    private const int FirstSeed = 7_701;

    public static TheoryData<string> Profiles { get; } =
        [.. StreamProfile.Names.Where(name => name is not ("deep" or "sweeps" or "families" or "quiet"))];

    [Theory]
    [MemberData(nameof(Profiles))]
    [Trait("rule", "I-ICE-6")]
    public void Orders_stand_in_the_turn_and_with_the_lots_that_the_engine_shows(string name)
    {
        var lives = int.TryParse(
            Environment.GetEnvironmentVariable("DEXEXTRA_L3_LIVES"), CultureInfo.InvariantCulture, out var wanted)
            ? wanted : DefaultLives;
        for (var life = 0; life < lives; life++)
        {
            Play(name, FirstSeed + life);
        }
    }

    private static void Play(string name, int seed)
    {
        var profile = StreamProfile.Draw(name, seed);
        var stream = new CommandStream(profile, seed);
        var engine = new EngineVenue(profile.Options);
        using var feed = new DirectFeed();
        var told = new Dictionary<uint, RebuiltOrders>();
        var compared = 0;
        for (var number = 1; number <= Commands; number++)
        {
            var frame = engine.Apply(stream.Next());
            stream.Observe(frame);
            feed.Apply(frame);
            Tell(feed, told);
            foreach (var market in feed.Venue.Markets)
            {
                var marketId = market.Info.MarketId;
                var where = $"{name} {seed}, command {number}, market {marketId}";
                Assert.False(feed.Hub.Orders(marketId).IsBroken, $"{where}: {feed.Hub.Orders(marketId).BrokenBy}");
                compared += Compare(engine.Engine.View, feed.Hub.Orders(marketId), told[marketId], market, where);
            }
        }

        Assert.True(compared > LeastOrders, $"{name} {seed}: only {compared} orders were compared");
    }

    /// <summary>What the frame told the one client; he listens to each market from its creation on.</summary>
    private static void Tell(DirectFeed feed, Dictionary<uint, RebuiltOrders> told)
    {
        foreach (var market in feed.Venue.Markets)
        {
            if (told.TryAdd(market.Info.MarketId, new RebuiltOrders()))
            {
                feed.Subscribe(FeedChannel.Level3, market.Info.MarketId);
            }
        }

        foreach (var message in feed.Take())
        {
            told[(uint)message["marketId"]!].Apply(message);
        }
    }

    private static int Compare(
        EngineView view, OrderQueues queues, RebuiltOrders told, MarketView market, string where)
    {
        var compared = 0;
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var orders = new BookOrder[MaxOrders];
            var count = view.CopyOrders(market.Info.MarketId, side, orders);
            var expected = orders[..count].Select(order => (order.PriceTicks, order.OrderId, order.ShownLots)).ToList();
            var actual = queues.Of(side).Select(order => (order.PriceTicks, order.OrderId, order.ShownLots)).ToList();
            Assert.True(
                expected.SequenceEqual(actual),
                $"{where} {side}\n{string.Join(' ', expected)}\n{string.Join(' ', actual)}");
            var shown = expected.Select(order => (order.PriceTicks, order.ShownLots)).ToList();
            Assert.True(
                shown.SequenceEqual(told.Of(side)),
                $"{where} {side}, told\n{string.Join(' ', shown)}\n{string.Join(' ', told.Of(side))}");
            compared += count;
        }

        return compared;
    }
}
