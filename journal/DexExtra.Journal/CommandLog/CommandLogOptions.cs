namespace DexExtra.Journal.CommandLog;

/// <summary>Options of <see cref="CommandLogWriter"/>.</summary>
public sealed record CommandLogOptions
{
    /// <summary>Size of each new segment file; a multiple of 4 KiB, at least one batch.</summary>
    public int SegmentBytes { get; init; } = CommandLogFormat.DefaultSegmentBytes;

    /// <summary>Largest batch (header and padding included); a multiple of 4 KiB.</summary>
    public int BatchBytes { get; init; } = CommandLogFormat.DefaultBatchBytes;

    /// <summary>Leadership term written into every batch; never lower than what the log already holds.</summary>
    public long Epoch { get; init; } = 1;

    /// <summary>False prepares the next segment on the writer's thread at rotation (tests want one thread).</summary>
    public bool PrepareInBackground { get; init; } = true;

    /// <summary>
    /// Called with what recovery found before anything in the folder is changed: what it throws refuses the log.
    /// </summary>
    public Action<RecoveryReport>? BeforeTakeover { get; init; }

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(BatchBytes, CommandLogFormat.BatchAlignmentBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(BatchBytes, CommandLogFormat.MaxBatchBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(BatchBytes % CommandLogFormat.BatchAlignmentBytes, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, BatchBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SegmentBytes, CommandLogFormat.MaxSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(SegmentBytes % CommandLogFormat.BatchAlignmentBytes, 0);
        ArgumentOutOfRangeException.ThrowIfLessThan(Epoch, 1);
    }
}
