namespace DexExtra.Bench.Core;

/// <summary>A book or an engine that plays the records of one workload, in order, once.</summary>
internal interface ICoreRun
{
    /// <summary>
    /// Plays records from one index up to another; returns the nanoseconds that it took, and adds those of each batch.
    /// </summary>
    double Play(int from, int to, BatchTimes batches);

    /// <summary>The same, with the ticks of <c>Stopwatch</c> of each record.</summary>
    void PlayTimed(int from, int to, Span<long> ticks);

    /// <summary>The same, with the trades in full; not timed.</summary>
    TradeTally Verify();
}
