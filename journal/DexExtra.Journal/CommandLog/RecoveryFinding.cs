namespace DexExtra.Journal.CommandLog;

/// <summary>What recovery sees at the place where the next batch belongs.</summary>
public enum RecoveryFinding
{
    /// <summary>An intact batch that continues the log.</summary>
    ValidBatch = 1,

    /// <summary>Nothing but zeros up to the end of the segment (or no room left).</summary>
    ZeroSpace = 2,

    /// <summary>Bytes that are no intact batch: a torn write or damage.</summary>
    BadBatch = 3,

    /// <summary>An intact batch with another batch number or first sequence than the next.</summary>
    Gap = 4,

    /// <summary>An intact, consecutive batch that was not written behind the batch before it.</summary>
    ChainMismatch = 5,

    /// <summary>An intact batch of an older epoch than the batch before it.</summary>
    EpochDown = 6,

    /// <summary>An intact batch that belongs to another segment, or whose kind contradicts the file name.</summary>
    WrongSegment = 7,

    /// <summary>An intact batch of a format this build does not know.</summary>
    UnknownVersion = 8,

    /// <summary>A segment number or the beginning of the log is missing.</summary>
    MissingSegment = 9,

    /// <summary>Two files claim the same segment number, or a journal file's name cannot be read.</summary>
    AmbiguousName = 10,

    /// <summary>An intact batch in the place of the one that a snapshot was taken behind, but another.</summary>
    OtherHistory = 11,

    /// <summary>Segments were archived that no snapshot at hand covers.</summary>
    ArchivedBeginning = 12,
}
