using DexExtra.Messages;

namespace DexExtra.Engine.Oracle;

/// <summary>
/// M7: Σ mark × ns over the last FallbackWindowSeconds before termination. Each mark counts from when it was set to
/// when the next one is.
/// </summary>
internal struct MarkMean
{
    public Int128 TickNs;
    public long CountedNs;

    /// <summary>Since when the present mark stands, as far as it is not counted.</summary>
    public long SinceNs;

    /// <summary>The mark has stood until now; what lies outside the window does not count.</summary>
    public void Count(in MarketLife life, long markTicks, long nowNs)
    {
        var end = life.TerminationSeconds;
        var start = end - Math.Min(end, life.FallbackWindowSeconds);
        var fromNs = Math.Max(SinceNs, (long)start * Limits.NsPerSecond);
        var toNs = Math.Min(nowNs, (long)end * Limits.NsPerSecond);
        if (toNs > fromNs)
        {
            TickNs += Math.BigMul(markTicks, toNs - fromNs);
            CountedNs += toNs - fromNs;
        }

        SinceNs = nowNs;
    }
}
