namespace DexExtra.Gateway.Feed;

/// <summary>
/// One stream of one market. <see cref="Variant"/> is the conflation class of book and l1 (0 = every change), the
/// interval of candles, else 0.
/// </summary>
internal readonly record struct FeedTopicKey(FeedChannel Channel, byte Variant = 0)
{
    /// <summary>D6, milliseconds by variant.</summary>
    public static readonly int[] ConflationMs = [0, 25, 100, 500];

    /// <summary>D6: every message is due to every subscriber, or he is closed.</summary>
    public bool IsLossless => Channel is FeedChannel.Trades or FeedChannel.Level3;

    public bool IsConflated => Channel is FeedChannel.Book or FeedChannel.Level1 && Variant != 0;

    /// <summary>Messages build on each other, so that the newest are kept for those who come back.</summary>
    public bool IsReplayable => !IsConflated
        && Channel is FeedChannel.Book or FeedChannel.Level3 or FeedChannel.Trades or FeedChannel.Status;

    /// <summary>Deltas: each begins exactly where the one before ends.</summary>
    public bool IsContiguous => Channel is FeedChannel.Book or FeedChannel.Level3;

    public string Name => NameOf(Channel);

    public static string NameOf(FeedChannel channel) => channel switch
    {
        FeedChannel.Book => "book",
        FeedChannel.Level1 => "l1",
        FeedChannel.Level3 => "l3",
        FeedChannel.Trades => "trades",
        FeedChannel.Status => "status",
        FeedChannel.Settlement => "settlement",
        FeedChannel.Stats => "stats",
        _ => "candles",
    };

    /// <summary>False when there is no such channel.</summary>
    public static bool TryChannel(string? name, out FeedChannel channel)
    {
        foreach (var candidate in Enum.GetValues<FeedChannel>())
        {
            if (NameOf(candidate) == name)
            {
                channel = candidate;
                return true;
            }
        }

        channel = default;
        return false;
    }
}
