using DexExtra.Messages;

namespace DexExtra.Simulation.Kernel;

/// <summary>
/// Virtual time. The monotonic clock only moves when told; the wall clock follows it, but can jump, drift, or stand
/// still as real ones do (ENG-08). One thread.
/// </summary>
internal sealed class SimClock : TimeProvider
{
    private const long StartNs = 1_900_000_000L * Limits.NsPerSecond;
    private const int MsNs = 1_000_000;

    private long _monotonicNs;
    private long _wallNs = StartNs;

    /// <summary>The wall clock's rate in percent of the true one; 0 = frozen.</summary>
    public int RatePercent { get; set; } = 100;

    public long NowMs => _monotonicNs / MsNs;

    public long MonotonicNs => _monotonicNs;

    public override long TimestampFrequency => Limits.NsPerSecond;

    public override long GetTimestamp() => _monotonicNs;

    public override DateTimeOffset GetUtcNow() => DateTimeOffset.UnixEpoch.AddTicks(_wallNs / TimeSpan.NanosecondsPerTick);

    public void Advance(long ns)
    {
        _monotonicNs += ns;
        _wallNs += ns / 100 * RatePercent;
    }

    /// <summary>Sets the wall clock forward or back.</summary>
    public void Jump(long ns) => _wallNs = Math.Max(StartNs, _wallNs + ns);
}
