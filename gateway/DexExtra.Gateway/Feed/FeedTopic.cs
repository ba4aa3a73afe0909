namespace DexExtra.Gateway.Feed;

/// <summary>
/// One stream of one market and who receives it. Interest, window and snapshot are used with the venue's gate held;
/// <see cref="Members"/> belong to the fan-out thread.
/// </summary>
internal sealed class FeedTopic(FeedTopicKey key)
{
    private FeedMessage? _snapshot;
    private long _keepUntilNs;

    public FeedTopicKey Key { get; } = key;

    public FeedWindow Window { get; } = new();

    /// <summary>Fan-out thread.</summary>
    public HashSet<FeedSubscription> Members { get; } = [];

    /// <summary>Subscriptions, joined or about to be.</summary>
    public int Interest { get; private set; }

    /// <summary>Messages were dropped because the fan-out is far behind: its members are brought up to date.</summary>
    public bool IsOverrun { get; set; }

    /// <summary>Whether a message has to be made at all.</summary>
    public bool IsWanted => Interest > 0 || Window.IsRecording;

    public void Enter(ulong sequence)
    {
        Interest++;
        if (Key.IsReplayable)
        {
            Window.Begin(sequence);
        }
    }

    public void Leave(long nowNs)
    {
        Interest--;
        _keepUntilNs = nowNs + (GatewayLimits.FeedWindowKeepMs * FeedHub.NsPerMs);
    }

    /// <summary>Forgets what nobody came back for.</summary>
    public void Expire(long nowNs)
    {
        if (Interest == 0 && Window.IsRecording && nowNs >= _keepUntilNs)
        {
            Window.Clear();
        }
    }

    /// <summary>The snapshot at a sequence, made once for all who ask.</summary>
    public FeedMessage Snapshot(ulong sequence, Func<byte[]> make) =>
        _snapshot is { } known && known.Sequence == sequence
            ? known
            : _snapshot = FeedMessage.Of(make(), sequence);

    /// <summary>
    /// The snapshot is of an older state than its sequence says (candles and statistics move with time).
    /// </summary>
    public void Outdate() => _snapshot = null;
}
