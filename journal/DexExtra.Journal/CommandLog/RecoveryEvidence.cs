namespace DexExtra.Journal.CommandLog;

/// <summary>What recovery knows about the time after the place it looks at.</summary>
public enum RecoveryEvidence
{
    /// <summary>Nothing shows that a batch at this place was ever durable.</summary>
    None = 1,

    /// <summary>The next segment, opened by rotation, begins with exactly the next sequence.</summary>
    RotationContinues = 2,

    /// <summary>A takeover segment begins with exactly the next sequence: what stands here is dead.</summary>
    TakeoverContinues = 3,

    /// <summary>
    /// This is the first batch of a takeover segment, whose name was given after the batch was durable.
    /// </summary>
    TakeoverName = 4,

    /// <summary>A later segment exists and begins further on.</summary>
    LaterSegment = 5,

    /// <summary>A consumer has already seen this sequence.</summary>
    ConsumerCursor = 6,

    /// <summary>An intact later batch of this segment carries a durableUpTo that covers this sequence.</summary>
    LaterBatch = 7,

    /// <summary>A snapshot, written only of what was published, holds this sequence.</summary>
    Snapshot = 8,
}
