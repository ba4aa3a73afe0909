namespace DexExtra.Journal.EventLog;

/// <summary>
/// Options of <see cref="EventLogWriter"/>. The log's own segment size wins over the option once it exists.
/// </summary>
public sealed record EventLogOptions
{
    /// <summary>Size of each segment file of a new log; a multiple of 4 KiB between the limits of the format.</summary>
    public int SegmentBytes { get; init; } = EventLogFormat.DefaultSegmentBytes;

    /// <summary>False prepares the next segment on the writer's thread at rotation (tests want one thread).</summary>
    public bool PrepareInBackground { get; init; } = true;

    internal void Validate()
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(SegmentBytes, EventLogFormat.MinSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(SegmentBytes, EventLogFormat.MaxSegmentBytes);
        ArgumentOutOfRangeException.ThrowIfNotEqual(SegmentBytes % EventLogFormat.PageBytes, 0);
    }
}
