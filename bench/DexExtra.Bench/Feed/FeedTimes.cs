using System.Diagnostics;
using HdrHistogram;

namespace DexExtra.Bench.Feed;

/// <summary>
/// When each update of the busiest market was meant to be sent. Orders are due at a rate, every so many of them goes to
/// another market, and each of the others makes one market sequence. Ages go to the histogram of the phase that is on.
/// Any thread.
/// </summary>
internal sealed class FeedTimes(int ordersPerSecond, int othersShare)
{
    private const long LongestNs = 60_000_000_000;
    private const int SignificantDigits = 3;

    private long _began;
    private long _first;
    private volatile FeedAges _ages = new();

    /// <summary>Begins a phase; what came before stays with its caller.</summary>
    public FeedAges Begin() => _ages = new FeedAges();

    /// <summary>Before the first order is sent.</summary>
    public void Start(long firstSequence, long timestamp)
    {
        Volatile.Write(ref _first, firstSequence);
        Volatile.Write(ref _began, timestamp);
    }

    /// <summary>An update that was just received.</summary>
    public void Record(long sequence, bool isConflated)
    {
        var began = Volatile.Read(ref _began);
        if (began == 0)
        {
            return;
        }

        var update = sequence - Volatile.Read(ref _first);
        var order = othersShare > 1 ? update + (update / (othersShare - 1)) : update;
        var intended = began + (long)(order * (double)Stopwatch.Frequency / ordersPerSecond);
        var ageNs = Math.Min(LongestNs, ReportTimer.NsSince(intended));
        (isConflated ? _ages.Conflated : _ages.Raw).RecordValue(ageNs);
    }

    /// <summary>Ages of one phase in nanoseconds.</summary>
    internal sealed class FeedAges
    {
        /// <summary>Of connections that get every change.</summary>
        public LongConcurrentHistogram Raw { get; } = new(1, LongestNs, SignificantDigits);

        /// <summary>Of the oldest update in a conflated delta: what was held back on purpose is in it.</summary>
        public LongConcurrentHistogram Conflated { get; } = new(1, LongestNs, SignificantDigits);
    }
}
