using DexExtra.Gateway.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>Status events in the feed, from hand-built frames: no engine of this clone is asked to write them.</summary>
public sealed class StatusFeedTests : IDisposable
{
    private readonly DirectFeed _feed = new();
    private long _sequence;

    public StatusFeedTests()
    {
        Apply(new TestFrame(++_sequence).Add(EventType.MarketCreated, new MarketCreated
        {
            Request = new CreateMarket
            {
                MarketId = 1,
                TickSize = 1_000_000,
                LotSize = FixedPoint.One,
                InitialState = MarketState.Continuous,
            },
        }));
    }

    [Fact]
    [Trait("rule", "D1")]
    public async Task Book_deltas_stay_contiguous_over_status_events()
    {
        Assert.NotNull(_feed.Subscribe(FeedChannel.Book, 1));
        Apply(new TestFrame(++_sequence).Add(EventType.MarkPriceChanged, Mark(1)));
        Apply(new TestFrame(++_sequence)
            .Add(EventType.MarketStateChanged, State(2))
            .Add(EventType.LevelChanged, Level(3))
            .Add(EventType.MarkPriceChanged, Mark(4)));
        await FlushAsync();

        var deltas = _feed.Messages.Where(message => (string?)message["type"] == "book.delta").ToList();
        Assert.Equal(
            [("0", "1", 0), ("1", "4", 1)],
            deltas.Select(delta => (
                (string)delta["previousSequence"]!, (string)delta["sequence"]!, delta["changes"]!.AsArray().Count)));
        Assert.Equal(["CONTINUOUS", "AUCTION"], deltas.Select(delta => (string)delta["state"]!));
    }

    [Fact]
    [Trait("rule", "D1")]
    public async Task Status_messages_name_the_one_before()
    {
        Apply(new TestFrame(++_sequence).Add(EventType.MarkPriceChanged, Mark(1)));
        var subscription = _feed.Subscribe(FeedChannel.Status, 1);
        Assert.NotNull(subscription);
        Apply(new TestFrame(++_sequence)
            .Add(EventType.MarketStateChanged, State(2))
            .Add(EventType.LevelChanged, Level(3))
            .Add(EventType.MarkPriceChanged, Mark(4)));
        _feed.Unsubscribe(subscription);
        Apply(new TestFrame(++_sequence).Add(EventType.MarkPriceChanged, Mark(5)));
        await FlushAsync();

        Assert.Equal(
            [
                "subscribed  ",
                "status.snapshot 1 ",
                "state 2 1",
                "mark 4 2",
                "unsubscribed  ",
            ],
            _feed.Messages.Select(message =>
                $"{message["type"]} {message["sequence"]} {message["previousSequence"]}"));
    }

    public void Dispose() => _feed.Dispose();

    private static MarkPriceChanged Mark(ulong marketSequence) =>
        new() { MarketSequence = marketSequence, MarketId = 1, PriceTicks = (long)marketSequence };

    private static MarketStateChanged State(ulong marketSequence) => new()
    {
        MarketSequence = marketSequence,
        MarketId = 1,
        State = MarketState.Auction,
        Auction = AuctionKind.Volatility,
        Cause = StateCause.ExecutionBand,
        AuctionId = 1,
        EarliestEndNs = 9,
    };

    private static LevelChanged Level(ulong marketSequence) => new()
    {
        MarketSequence = marketSequence,
        MarketId = 1,
        Side = Side.Buy,
        PriceTicks = 5,
        QuantityLots = 1,
        OrderCount = 1,
    };

    private void Apply(TestFrame frame)
    {
        _feed.Apply(frame);
    }

    private Task FlushAsync() => _feed.FlushAsync();
}
