namespace DexExtra.Gateway.Feed;

/// <summary>One step; members that its kind does not need are null.</summary>
internal readonly record struct FanOutStep(FanOutKind Kind, MarketFeed Feed)
{
    public FeedTopic? Topic { get; init; }

    public FeedMessage? Message { get; init; }

    public FeedSubscription? Subscription { get; init; }

    public IReadOnlyList<FeedMessage>? Batch { get; init; }

    public BookChange? Change { get; init; }
}
