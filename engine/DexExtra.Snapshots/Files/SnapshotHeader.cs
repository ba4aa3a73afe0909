using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;

namespace DexExtra.Snapshots.Files;

/// <summary>What a snapshot says about itself before its image.</summary>
public sealed record SnapshotHeader
{
    /// <summary>Sequence of the last command in it: the last of a batch.</summary>
    public long Sequence => Anchor.LastSequence;

    /// <summary>Engine time of that command, nanoseconds since the Unix epoch.</summary>
    public required long TimestampNs { get; init; }

    /// <summary>Hash of the whole state of the engine.</summary>
    public required ulong StateHash { get; init; }

    /// <summary>Seed of the engine's hash tables, which lie in the image as they are.</summary>
    public required ulong HashSeed { get; init; }

    /// <summary>The batch of the command log that ends with <see cref="Sequence"/>.</summary>
    public required CommandLogAnchor Anchor { get; init; }

    /// <summary>Checksum of the frame of events of <see cref="Sequence"/>; the event log is durable up to it.</summary>
    public required uint EventCrc { get; init; }

    /// <summary>What each stream had handed over, by source.</summary>
    public required IReadOnlyList<StreamPosition> Streams { get; init; }

    /// <summary>Which build of the engine wrote it (<see cref="SnapshotBuild"/>).</summary>
    public required string Build { get; init; }

    /// <summary>The frame of events up to which the event log is proven and durable.</summary>
    public EventLogMark Mark => new(Sequence, EventCrc);
}
