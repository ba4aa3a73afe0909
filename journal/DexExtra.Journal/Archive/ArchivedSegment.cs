namespace DexExtra.Journal.Archive;

/// <summary>
/// One line of an archive manifest: a closed segment that was moved away, and where the log stands behind it, so that
/// what is left can be verified as its continuation.
/// </summary>
public sealed record ArchivedSegment
{
    public required string File { get; init; }

    /// <summary>Segment number of a command segment; 0 for an event segment.</summary>
    public required long Number { get; init; }

    public required long FirstSequence { get; init; }

    /// <summary>Last live sequence of the log up to and with this segment.</summary>
    public required long LastSequence { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Of the whole file, lowercase hex.</summary>
    public required string Sha256 { get; init; }

    /// <summary>Batches of the log up to and with this segment; 0 for an event segment.</summary>
    public required long Batches { get; init; }

    /// <summary>Checksum that the next batch or record chains to.</summary>
    public required uint Crc { get; init; }

    /// <summary>Of the last batch; 0 for an event segment.</summary>
    public required long Epoch { get; init; }

    /// <summary>UTC, ISO 8601.</summary>
    public required string At { get; init; }
}
