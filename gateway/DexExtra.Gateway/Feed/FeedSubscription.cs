namespace DexExtra.Gateway.Feed;

/// <summary>
/// One connection's interest in one topic. <see cref="LastSequence"/> and <see cref="IsJoined"/> belong to the fan-out
/// thread; <see cref="IsEnded"/> is set under the venue's gate.
/// </summary>
internal sealed class FeedSubscription(FeedOutbox outbox, MarketFeed feed, FeedTopic topic)
{
    public FeedOutbox Outbox { get; } = outbox;

    public MarketFeed Feed { get; } = feed;

    public FeedTopic Topic { get; } = topic;

    /// <summary>Market sequence of the last message that was queued for it.</summary>
    public ulong LastSequence { get; set; }

    /// <summary>It missed something: it gets nothing until it was brought up to date.</summary>
    public bool IsBehind { get; set; }

    public bool IsJoined { get; set; }

    public bool IsEnded { get; set; }
}
