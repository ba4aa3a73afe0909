namespace DexExtra.Gateway.Admission;

/// <summary>A sustained rate and how much may come at once.</summary>
internal readonly record struct RateLimit(int PerSecond, int Burst)
{
    private const long NsPerSecond = 1_000_000_000;

    /// <summary>Time that one token takes to come back, nanoseconds.</summary>
    public long TokenNs => NsPerSecond / PerSecond;
}
