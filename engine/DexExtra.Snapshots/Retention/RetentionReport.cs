using DexExtra.Journal.Archive;

namespace DexExtra.Snapshots.Retention;

/// <summary>What one run moved, and what held the rest back.</summary>
public sealed record RetentionReport
{
    /// <summary>Last sequence of the oldest kept snapshot; 0 without one.</summary>
    public required long SnapshotCovers { get; init; }

    public required ConsumerFloor Followers { get; init; }

    public required IReadOnlyList<ArchivedSegment> Commands { get; init; }

    public required IReadOnlyList<ArchivedSegment> Events { get; init; }
}
