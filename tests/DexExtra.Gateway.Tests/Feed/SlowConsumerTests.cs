using System.Text;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

// D7, NET-05: bounded queue; who falls behind is brought up to date, who stays behind is closed; nobody else notices
public sealed class SlowConsumerTests : IDisposable
{
    private const int QueueBytes = 8 * 1024;

    private readonly ManualTime _time = new();
    private readonly GatewayLimits _limits = new() { FeedQueueBytes = QueueBytes };
    private readonly DirectFeed _feed;
    private long _sequence;
    private ulong _marketSequence;

    public SlowConsumerTests()
    {
        _feed = new DirectFeed(_time, _limits);
        _feed.Apply(new TestFrame(++_sequence).Add(EventType.MarketCreated, new MarketCreated
        {
            Request = new CreateMarket { MarketId = 1, TickSize = 1_000_000, LotSize = FixedPoint.One },
        }));
    }

    [Fact]
    [Trait("rule", "D7")]
    public void A_book_that_fell_behind_goes_on_without_a_gap_when_there_is_room_again()
    {
        var outbox = Connect(FeedChannel.Book);
        var messages = new List<JsonObject>();
        Change(200);
        Assert.True(outbox.BehindSinceNs > 0);

        for (var round = 0; round < 50; round++)
        {
            Read(outbox, messages);
            _feed.FanOut.Drain();
        }

        var book = new RebuiltBook();
        messages.ForEach(book.Apply);
        Assert.Equal((long)_marketSequence, book.Sequence);
        Assert.Null(outbox.CloseReason);
    }

    [Fact]
    [Trait("rule", "D7")]
    public void A_client_that_never_makes_room_is_closed_and_others_get_everything()
    {
        var slow = Connect(FeedChannel.Book);
        var fast = Connect(FeedChannel.Book);
        var messages = new List<JsonObject>();
        for (var second = 0; second < 8; second++)
        {
            for (var burst = 0; burst < 50; burst++)
            {
                Change(1);
                Read(fast, messages);
            }

            _time.Advance(TimeSpan.FromSeconds(1));
            _feed.FanOut.Drain();
        }

        Assert.Equal(FeedOutbox.SlowConsumer, slow.CloseReason);
        Assert.Null(fast.CloseReason);
        Assert.Equal(400, messages.Count(message => (string?)message["type"] == "book.delta"));
        Assert.Single(messages, message => (string?)message["type"] == "book.snapshot");
    }

    // D6: a stream that must lose nothing is closed when what it missed is no longer kept
    [Fact]
    [Trait("rule", "D6")]
    public void A_lossless_stream_is_closed_rather_than_thinned()
    {
        var outbox = Connect(FeedChannel.Level3);
        Change(GatewayLimits.FeedWindowMessages + 200);

        for (var round = 0; round < 5; round++)
        {
            Read(outbox, []);
            _feed.FanOut.Drain();
        }

        Assert.Equal(FeedOutbox.SlowConsumer, outbox.CloseReason);
    }

    public void Dispose() => _feed.Dispose();

    private FeedOutbox Connect(FeedChannel channel)
    {
        var outbox = new FeedOutbox(_limits);
        outbox.OnDrained(() =>
        {
            foreach (var subscription in outbox.TakeBehind())
            {
                _feed.Hub.Refresh(subscription);
            }
        });
        Assert.NotNull(_feed.Subscribe(outbox, channel, 1));
        _feed.FanOut.Drain();
        return outbox;
    }

    private static void Read(FeedOutbox outbox, List<JsonObject> messages)
    {
        while (outbox.TryTake(out var message))
        {
            messages.Add(JsonNode.Parse(Encoding.UTF8.GetString(message.Json))!.AsObject());
        }
    }

    private void Change(int count)
    {
        for (var change = 0; change < count; change++)
        {
            _feed.Apply(new TestFrame(++_sequence).Add(EventType.LevelChanged, new LevelChanged
            {
                MarketSequence = ++_marketSequence,
                MarketId = 1,
                Side = Side.Buy,
                PriceTicks = change % 20,
                QuantityLots = 1 + (change % 7),
                OrderCount = 1,
            }));
            _feed.FanOut.Drain();
        }
    }
}
