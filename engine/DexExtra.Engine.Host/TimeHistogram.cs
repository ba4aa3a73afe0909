using System.Numerics;

namespace DexExtra.Engine.Host;

/// <summary>
/// Times in ns, counted in buckets at most a sixteenth wide of what they hold (HdrHistogram's layout). One thread
/// records, without allocating; any other reads figures that may be a few records behind.
/// </summary>
internal sealed class TimeHistogram
{
    private const int SubBuckets = 16;
    private const int SubBucketBits = 4;
    private const int Powers = 64 - SubBucketBits;

    private readonly long[] _counts = new long[(Powers + 1) * SubBuckets];
    private long _longestNs;

    /// <summary>Longest time recorded, exact.</summary>
    public long LongestNs => Volatile.Read(ref _longestNs);

    public long Count => _counts.Sum();

    /// <summary>Recording thread only. A clock that went back counts as no time.</summary>
    public void Record(long ns)
    {
        var value = Math.Max(0, ns);
        _counts[IndexOf(value)]++;
        if (value > _longestNs)
        {
            Volatile.Write(ref _longestNs, value);
        }
    }

    /// <summary>How many times were surely at most this long: a bucket across the limit counts as longer.</summary>
    public long CountAtMost(long ns)
    {
        long count = 0;
        for (var index = 0; index < _counts.Length && HighestOf(index) <= ns; index++)
        {
            count += Volatile.Read(ref _counts[index]);
        }

        return count;
    }

    private static int IndexOf(long value)
    {
        if (value < SubBuckets)
        {
            return (int)value;
        }

        var shift = BitOperations.Log2((ulong)value) - SubBucketBits;
        return ((shift + 1) * SubBuckets) + (int)((value >> shift) & (SubBuckets - 1));
    }

    private static long HighestOf(int index)
    {
        if (index < SubBuckets)
        {
            return index;
        }

        var shift = (index / SubBuckets) - 1;
        return (((long)(SubBuckets + (index % SubBuckets)) + 1) << shift) - 1;
    }
}
