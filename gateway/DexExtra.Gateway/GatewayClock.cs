namespace DexExtra.Gateway;

/// <summary>The one source of time in the gateway; tests hand in a manual one. Any thread.</summary>
internal sealed class GatewayClock(TimeProvider time)
{
    private const long NsPerTick = 100;

    private readonly long _origin = time.GetTimestamp();

    /// <summary>For hosts' timers and delays.</summary>
    public TimeProvider Time { get; } = time;

    /// <summary>Nanoseconds since this clock was made; never goes back.</summary>
    public long MonotonicNs => Time.GetElapsedTime(_origin).Ticks * NsPerTick;

    /// <summary>Nanoseconds since the Unix epoch.</summary>
    public long UnixNs => (Time.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * NsPerTick;

    public ulong UnixSeconds => (ulong)Time.GetUtcNow().ToUnixTimeSeconds();
}
