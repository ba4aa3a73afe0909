using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

// D1, D3, D6: best prices, conflated books and heartbeats, message for message
public sealed class LevelFeedTests : IDisposable
{
    private const byte Every25Ms = 1;

    private readonly ManualTime _time = new();
    private readonly DirectFeed _feed;
    private readonly Dictionary<uint, ulong> _marketSequences = [];
    private long _sequence;

    public LevelFeedTests()
    {
        _feed = new DirectFeed(_time);
        foreach (var market in new uint[] { 1, 2 })
        {
            _feed.Apply(new TestFrame(++_sequence).Add(EventType.MarketCreated, new MarketCreated
            {
                Request = new CreateMarket
                {
                    MarketId = market, TickSize = 1_000_000, LotSize = FixedPoint.One,
                    InitialState = MarketState.Continuous,
                },
            }));
        }
    }

    [Fact]
    [Trait("rule", "D1")]
    public void Best_prices_come_whole_when_they_change_and_only_then()
    {
        _feed.Subscribe(FeedChannel.Level1, 1);
        Change((Side.Buy, -3, 5, 1));
        Change((Side.Buy, -4, 9, 2));
        Change((Side.Sell, 2, 7, 1), (Side.Buy, -3, 4, 1));
        Change((Side.Sell, 5, 1, 1));
        Change((Side.Sell, 2, 0, 0), (Side.Sell, 5, 0, 0));
        Change((Side.Buy, -3, 0, 0));

        Assert.Equal(
            [
                "l1 #0 - -", "l1 #1 -3x5/1 -", "l1 #4 -3x4/1 2x7/1", "l1 #7 -3x4/1 -", "l1 #8 -4x9/2 -",
            ],
            Told());
    }

    [Fact]
    [Trait("rule", "D6")]
    public void A_conflated_book_has_the_newest_total_of_each_level_and_covers_every_sequence()
    {
        _feed.Subscribe(FeedChannel.Book, 1, Every25Ms);
        Assert.Equal(["book.snapshot #0"], Told());
        Change((Side.Buy, 10, 5, 1), (Side.Buy, 9, 1, 1));
        Change((Side.Buy, 10, 6, 2), (Side.Sell, 20, 3, 1));
        Assert.Empty(Told());
        _time.Advance(TimeSpan.FromMilliseconds(24));
        Change((Side.Sell, 20, 0, 0));
        Assert.Empty(Told());
        _time.Advance(TimeSpan.FromMilliseconds(1));

        Assert.Equal(["book.delta 0-5 bid 10x6/2, bid 9x1/1, ask 20x0/0"], Told());
        _time.Advance(TimeSpan.FromMilliseconds(100));
        Assert.Empty(Told());
        Change((Side.Buy, 9, 0, 0));
        Assert.Empty(Told());
        _time.Advance(TimeSpan.FromMilliseconds(25));
        Assert.Equal(["book.delta 5-6 bid 9x0/0"], Told());
    }

    [Fact]
    [Trait("rule", "D6")]
    public void Conflated_best_prices_are_the_newest_ones()
    {
        _feed.Subscribe(FeedChannel.Level1, 1, Every25Ms);
        Told();
        Change((Side.Buy, 10, 5, 1));
        Change((Side.Buy, 10, 6, 1));
        Assert.Empty(Told());
        _time.Advance(TimeSpan.FromMilliseconds(25));

        Assert.Equal(["l1 #2 10x6/1 -"], Told());
    }

    // the example of docs/protocol/feed.md; an empty book gives 0
    [Fact]
    [Trait("rule", "D3")]
    public void A_heartbeat_a_second_per_market_whatever_was_subscribed_with_sequence_and_checksum()
    {
        _feed.Subscribe(FeedChannel.Book, 1);
        _feed.Subscribe(FeedChannel.Trades, 1);
        _feed.Subscribe(FeedChannel.Trades, 2);
        Change((Side.Buy, 4_250, 3, 1), (Side.Buy, 4_249, 10, 2), (Side.Sell, 4_260, 5, 1));
        Told();
        _feed.Hub.OnPause();
        Assert.Equal(["heartbeat of 1 #3 1335168436", "heartbeat of 2 #0 0"], Told());

        List<string> told = [];
        for (var ms = 0; ms < 3 * GatewayLimits.FeedHeartbeatMs; ms += 10)
        {
            _time.Advance(TimeSpan.FromMilliseconds(10));
            _feed.Hub.OnPause();
            told.AddRange(Told());
        }

        Assert.Equal(["heartbeat of 1 #3 1335168436", "heartbeat of 2 #0 0"], told.Distinct().Order());
        Assert.Equal(3, told.Count(message => message.StartsWith("heartbeat of 1", StringComparison.Ordinal)));
        Assert.Equal(3, told.Count(message => message.StartsWith("heartbeat of 2", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("rule", "D3")]
    public void What_is_held_back_comes_before_the_heartbeat()
    {
        _feed.Subscribe(FeedChannel.Book, 1, Every25Ms);
        Told();
        Change((Side.Buy, 4_250, 3, 1));
        _feed.Hub.OnPause();

        Assert.Equal(["book.delta 0-1 bid 4250x3/1", "heartbeat of 1 #1 4267138651"], Told());
    }

    // D7: its sequence would not be that of the book that the client has
    [Fact]
    [Trait("rule", "D3")]
    public void Who_is_behind_gets_no_heartbeat()
    {
        _feed.Subscribe(FeedChannel.Book, 1);
        _feed.FanOut.Drain();
        while (_feed.Outbox.BehindSinceNs == 0)
        {
            Change((Side.Buy, 4_250, 3, 1));
            _feed.FanOut.Drain();
        }

        for (var taken = 0; taken < 5; taken++)
        {
            Assert.True(_feed.Outbox.TryTake(out _)); // a heartbeat is longer than a change: there is room for it
        }

        _feed.Hub.OnPause();

        Assert.DoesNotContain(Told(), message => message.StartsWith("heartbeat", StringComparison.Ordinal));
    }

    public void Dispose() => _feed.Dispose();

    private void Change(params (Side Side, long PriceTicks, long Lots, int Orders)[] levels)
    {
        var frame = new TestFrame(++_sequence);
        foreach (var level in levels)
        {
            _marketSequences[1] = _marketSequences.GetValueOrDefault(1u) + 1;
            frame.Add(EventType.LevelChanged, new LevelChanged
            {
                MarketSequence = _marketSequences[1],
                MarketId = 1,
                Side = level.Side,
                PriceTicks = level.PriceTicks,
                QuantityLots = level.Lots,
                OrderCount = level.Orders,
            });
        }

        _feed.Apply(frame);
    }

    private List<string> Told() =>
        [.. _feed.Take().Select(FeedText.Describe).Where(text => text.Length > 0)];
}
