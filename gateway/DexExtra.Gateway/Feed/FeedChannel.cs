namespace DexExtra.Gateway.Feed;

/// <summary>What a feed client may subscribe to, per market.</summary>
internal enum FeedChannel
{
    /// <summary>Snapshot, deltas, heartbeats.</summary>
    Book = 0,

    /// <summary>Newest trades, then each trade, heartbeats.</summary>
    Trades = 1,

    /// <summary>State, auctions, mark and index price, rules: a snapshot, then each change, heartbeats.</summary>
    Status = 2,
}
