using DexExtra.Engine.Inspection;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>
/// The single orders that the feed derives from public and private events against the engine's own books, over random
/// lives with every kind of order: the same orders in the same turn, after every command. Where the log does not say
/// enough the market's L3 is off and never wrong.
/// </summary>
public sealed class OrderByOrderTests
{
    private const int Commands = 1_500;
    private const int LeastOrders = 100;
    private const int MaxOrders = 8_192;

    /// <summary>Lives in which some market's L3 goes off.</summary>
    private static readonly HashSet<int> Unproven = [7_702, 7_704, 7_706, 7_707, 7_714, 8_806];

    public static TheoryData<string, int> Profiles { get; } = MakeProfiles();

    [Theory]
    [MemberData(nameof(Profiles))]
    [Trait("rule", "I-ICE-6")]
    public void Orders_stand_in_the_turn_in_which_the_engine_has_them(string name, int seed)
    {
        var profile = StreamProfile.Draw(name, seed);
        var stream = new CommandStream(profile, seed);
        var engine = new EngineVenue(profile.Options);
        using var feed = new DirectFeed();
        var compared = 0;
        for (var number = 1; number <= Commands; number++)
        {
            var frame = engine.Apply(stream.Next());
            stream.Observe(frame);
            feed.Apply(frame);
            foreach (var market in feed.Venue.Markets)
            {
                compared += Compare(engine.Engine.View, feed.Hub.Orders(market.Info.MarketId), market, number);
            }
        }

        var isOff = feed.Venue.Markets.Any(market => feed.Hub.Orders(market.Info.MarketId).IsBroken);
        Assert.Equal(Unproven.Contains(seed), isOff);
        Assert.True(compared > LeastOrders, $"{name} {seed}: only {compared} orders were compared");
    }

    private static TheoryData<string, int> MakeProfiles()
    {
        var data = new TheoryData<string, int>();
        foreach (var (name, index) in StreamProfile.Names
            .Where(name => name is not ("deep" or "sweeps" or "families" or "quiet"))
            .Select((name, index) => (name, index)))
        {
            data.Add(name, 7_700 + index);
            data.Add(name, 8_800 + index);
        }

        return data;
    }

    /// <summary>What is off the book while an uncrossing goes on is not in either.</summary>
    private static int Compare(EngineView view, OrderQueues queues, MarketView market, int command)
    {
        if (queues.IsBroken)
        {
            return 0;
        }

        var compared = 0;
        foreach (var side in new[] { Side.Buy, Side.Sell })
        {
            var orders = new BookOrder[MaxOrders];
            var count = view.CopyOrders(market.Info.MarketId, side, orders);
            var expected = orders[..count].Select(order => (order.PriceTicks, order.OrderId)).ToList();
            var actual = queues.Of(side).Select(order => (order.PriceTicks, order.OrderId)).ToList();
            Assert.True(
                expected.SequenceEqual(actual),
                $"command {command}: market {market.Info.MarketId} {side}\n{string.Join(' ', expected)}\n{string.Join(' ', actual)}");
            compared += count;
        }

        return compared;
    }
}
