namespace DexExtra.Journal.CommandLog;

/// <summary>
/// What is known before a log is read, and which part of it is wanted. The default is: nothing is known, all of it.
/// </summary>
public readonly record struct CommandLogRange()
{
    /// <summary>Everything: no anchor, no consumer, no end.</summary>
    public static readonly CommandLogRange All = new();

    /// <summary>Begin behind this batch; null from sequence 1.</summary>
    public CommandLogAnchor? After { get; init; }

    /// <summary>Highest sequence that a consumer (event log, database, settlement, feeds) has seen.</summary>
    public long SeenByConsumer { get; init; }

    /// <summary>Highest sequence that a snapshot holds.</summary>
    public long HeldBySnapshot { get; init; }

    /// <summary>
    /// Whole batches up to this sequence; what stands behind is not looked at. With every sequence up to it published
    /// this reads a log that a writer is appending to.
    /// </summary>
    public long Through { get; init; } = long.MaxValue;
}
