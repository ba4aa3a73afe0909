namespace DexExtra.Gateway.Feed;

/// <summary>What a feed client may subscribe to, per market (docs/protocol/feed.md).</summary>
internal enum FeedChannel
{
    /// <summary>Levels: snapshot, deltas; every delta, or conflated.</summary>
    Book = 0,

    /// <summary>Best bid and ask: the whole of it at each change.</summary>
    Level1 = 1,

    /// <summary>Order by order under anonymous ids: snapshot, deltas; never conflated.</summary>
    Level3 = 2,

    /// <summary>Newest trades, then each trade.</summary>
    Trades = 3,

    /// <summary>State, auctions, mark and index price, rules: a snapshot, then each change.</summary>
    Status = 4,

    /// <summary>Times of the market's life, its result and its payout: the whole of it at each change.</summary>
    Settlement = 5,

    /// <summary>The last 24 hours: the whole of it each second in which it changed.</summary>
    Stats = 6,

    /// <summary>Candles of one interval: the newest closed ones, then each change.</summary>
    Candles = 7,
}
