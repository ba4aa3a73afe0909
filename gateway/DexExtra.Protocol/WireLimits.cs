namespace DexExtra.Protocol;

/// <summary>Sizes and counts that both ends of a connection agree on.</summary>
public static class WireLimits
{
    /// <summary>Largest frame either end may send, headers included.</summary>
    public const int MaxFrameBytes = 1_024;

    /// <summary>Messages one RetransmitRequest may ask for.</summary>
    public const int MaxRetransmitCount = 1_000;

    /// <summary>Longest and shortest heartbeat interval a client may choose.</summary>
    public const int MaxKeepAliveMs = 60_000;
    public const int MinKeepAliveMs = 500;

    /// <summary>A peer that sent nothing for this many of its own intervals is gone.</summary>
    public const int MissedKeepAlives = 3;
}
