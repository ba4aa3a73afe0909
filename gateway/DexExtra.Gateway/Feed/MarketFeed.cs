using DexExtra.Gateway.Views;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Everything the feed knows of one market beyond its view: its topics and who listens, candles, single orders.
/// Changed and read with the venue's gate held; <see cref="Clients"/> belong to the fan-out thread.
/// </summary>
internal sealed class MarketFeed
{
    private readonly Dictionary<FeedTopicKey, FeedTopic> _topics = [];

    public MarketFeed(MarketView market)
    {
        Market = market;
        Delta = new MarketDelta(market);
        Book = Topic(new FeedTopicKey(FeedChannel.Book));
        Level1 = Topic(new FeedTopicKey(FeedChannel.Level1));
        Level3 = Topic(new FeedTopicKey(FeedChannel.Level3));
        Trades = Topic(new FeedTopicKey(FeedChannel.Trades));
        Status = Topic(new FeedTopicKey(FeedChannel.Status));
        Settlement = Topic(new FeedTopicKey(FeedChannel.Settlement));
        Stats = Topic(new FeedTopicKey(FeedChannel.Stats));
        Intervals = [.. MarketCandles.Intervals.Select(
            (_, index) => Topic(new FeedTopicKey(FeedChannel.Candles, (byte)index)))];
        Conflations = [.. FeedTopicKey.ConflationMs.Select((ms, index) => new Conflation(
            market.Info.MarketId,
            ms,
            Topic(new FeedTopicKey(FeedChannel.Book, (byte)index)),
            Topic(new FeedTopicKey(FeedChannel.Level1, (byte)index)))).Skip(1)];
    }

    public MarketView Market { get; }

    public MarketDelta Delta { get; }

    public FeedTopic Book { get; }

    public FeedTopic Level1 { get; }

    public FeedTopic Level3 { get; }

    public FeedTopic Trades { get; }

    public FeedTopic Status { get; }

    public FeedTopic Settlement { get; }

    public FeedTopic Stats { get; }

    /// <summary>By interval.</summary>
    public FeedTopic[] Intervals { get; }

    /// <summary>D6: without the first, which holds nothing back.</summary>
    public Conflation[] Conflations { get; }

    public IEnumerable<FeedTopic> Topics => _topics.Values;

    public MarketCandles Candles { get; } = new();

    public OrderQueues Orders { get; } = new();

    public (BookLevel? Bid, BookLevel? Ask) Best { get; set; }

    /// <summary>Monotonic time of the next heartbeat; 0 before the first.</summary>
    public long NextHeartbeatNs { get; set; }

    /// <summary>Version of the statistics that was told last.</summary>
    public long ToldStats { get; set; }

    /// <summary>
    /// Market sequence of the last trade sent; the hub sees every frame from the first, so 0 is right at the start.
    /// </summary>
    public ulong LastTradeSequence { get; set; }

    /// <summary>Market sequence of the last status message, as <see cref="LastTradeSequence"/>.</summary>
    public ulong LastStatusSequence { get; set; }

    /// <summary>Market sequence of the last settlement message.</summary>
    public ulong LastSettlementSequence { get; set; }

    /// <summary>Somebody listens to something, or is about to.</summary>
    public bool HasInterest => _topics.Values.Any(topic => topic.Interest > 0);

    public bool HasConflated => Conflations.Any(conflation => conflation.Book.Interest > 0);

    public bool HasConflatedLevel1 => Conflations.Any(conflation => conflation.Level1.Interest > 0);

    /// <summary>Connections by how many topics of this market they receive; for heartbeats.</summary>
    public Dictionary<FeedOutbox, int> Clients { get; } = [];

    public void Enter(FeedOutbox client) => Clients[client] = Clients.GetValueOrDefault(client) + 1;

    public void Leave(FeedOutbox client)
    {
        if (--Clients[client] == 0)
        {
            Clients.Remove(client);
        }
    }

    public FeedTopic Topic(FeedTopicKey key)
    {
        if (!_topics.TryGetValue(key, out var topic))
        {
            topic = new FeedTopic(key);
            _topics.Add(key, topic);
        }

        return topic;
    }
}
