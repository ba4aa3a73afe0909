namespace DexExtra.Gateway.Admission;

/// <summary>
/// A token bucket in one number (the generic cell rate algorithm): the time at which the bucket would be full again.
/// Exact: in any window of t seconds at most burst + rate × t takes succeed. Any thread, lock free.
/// </summary>
internal sealed class TokenBucket(RateLimit limit)
{
    private long _fullAtNs = long.MinValue / 2;

    public RateLimit Limit { get; } = limit;

    /// <summary>Takes one token. When there is none, says after how many nanoseconds there is one.</summary>
    public bool TryTake(long nowNs, out long retryAfterNs)
    {
        var capacityNs = Limit.Burst * Limit.TokenNs;
        while (true)
        {
            var seen = Volatile.Read(ref _fullAtNs);
            var next = Math.Max(seen, nowNs) + Limit.TokenNs;
            retryAfterNs = next - nowNs - capacityNs;
            if (retryAfterNs > 0)
            {
                return false;
            }

            if (Interlocked.CompareExchange(ref _fullAtNs, next, seen) == seen)
            {
                retryAfterNs = 0;
                return true;
            }
        }
    }

    /// <summary>C11: a fill gives its token back.</summary>
    public void Refund() => Interlocked.Add(ref _fullAtNs, -Limit.TokenNs);

    public int Remaining(long nowNs)
    {
        var debtNs = Math.Max(Volatile.Read(ref _fullAtNs), nowNs) - nowNs;
        return (int)(((Limit.Burst * Limit.TokenNs) - debtNs) / Limit.TokenNs);
    }

    /// <summary>How long until it is full again.</summary>
    public long FullInNs(long nowNs) => Math.Max(0, Volatile.Read(ref _fullAtNs) - nowNs);

    public bool IsFull(long nowNs) => Volatile.Read(ref _fullAtNs) <= nowNs;
}
