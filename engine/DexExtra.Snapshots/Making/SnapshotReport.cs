using DexExtra.Snapshots.Files;

namespace DexExtra.Snapshots.Making;

/// <summary>What it took to make a snapshot.</summary>
public sealed record SnapshotReport
{
    public required string Path { get; init; }

    public required SnapshotHeader Header { get; init; }

    /// <summary>Commands whose published events were compared for it.</summary>
    public required long Commands { get; init; }

    /// <summary>Bytes of the file.</summary>
    public required long FileBytes { get; init; }

    /// <summary>Bytes of the engine's memory.</summary>
    public required long ImageBytes { get; init; }

    /// <summary>Loading the snapshot before.</summary>
    public required TimeSpan Loading { get; init; }

    public required TimeSpan Replaying { get; init; }

    /// <summary>Audit, state hash, event log to disk, and the file.</summary>
    public required TimeSpan Writing { get; init; }

    public required TimeSpan Verifying { get; init; }
}
