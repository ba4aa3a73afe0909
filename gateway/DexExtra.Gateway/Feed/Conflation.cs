using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// One conflation class of one market (D6): level changes and best prices that wait to be sent together, each level
/// with its newest total. Fan-out thread.
/// </summary>
internal sealed class Conflation(uint marketId, int intervalMs, FeedTopic book, FeedTopic level1)
{
    private readonly Dictionary<(Side Side, long PriceTicks), LevelChanged> _levels = [];
    private BookChange? _newest;
    private ulong _previousSequence;

    public uint MarketId { get; } = marketId;

    public FeedTopic Book { get; } = book;

    public FeedTopic Level1 { get; } = level1;

    /// <summary>Newest best prices that were not sent yet.</summary>
    public FeedMessage? BestPrices { get; set; }

    /// <summary>Monotonic time of the next sending.</summary>
    public long DueNs { get; private set; }

    public void Add(BookChange change)
    {
        if (_newest is null)
        {
            _previousSequence = change.PreviousSequence;
        }

        _newest = change;
        foreach (ref readonly var level in change.Levels.AsSpan())
        {
            _levels[(level.Side, level.PriceTicks)] = level;
        }
    }

    /// <summary>One delta over everything that waited; null when nothing did.</summary>
    public FeedMessage? TakeDelta(FeedMessages messages)
    {
        if (_newest is not { } newest)
        {
            return null;
        }

        var merged = newest with { PreviousSequence = _previousSequence, Levels = [.. _levels.Values] };
        _levels.Clear();
        _newest = null;
        return FeedMessage.Of(messages.BookDelta(MarketId, merged), merged.Sequence, merged.PreviousSequence);
    }

    /// <summary>Drops what waits for the members of one of its topics.</summary>
    public void Forget(FeedTopic topic)
    {
        if (topic == Book)
        {
            _levels.Clear();
            _newest = null;
        }
        else if (topic == Level1)
        {
            BestPrices = null;
        }
    }

    public void Restart(long nowNs) => DueNs = nowNs + (intervalMs * FeedHub.NsPerMs);
}
