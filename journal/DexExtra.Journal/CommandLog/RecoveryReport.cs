namespace DexExtra.Journal.CommandLog;

/// <summary>What recovery found in a usable log.</summary>
public sealed record RecoveryReport
{
    public required RecoveryOutcome Outcome { get; init; }

    /// <summary>Sequence of the last recovered record; 0 when the log is empty.</summary>
    public required long LastSequence { get; init; }

    /// <summary>Number of the last batch: batches count from 1 over the whole log.</summary>
    public required long Batches { get; init; }

    /// <summary>Epoch of the last batch; 0 when the log is empty.</summary>
    public required long Epoch { get; init; }

    public required int Segments { get; init; }

    /// <summary>Set when <see cref="Outcome"/> is Cut.</summary>
    public required RecoveryCut? Cut { get; init; }

    /// <summary>The last batch as an anchor; null when the log is empty.</summary>
    public CommandLogAnchor? End { get; init; }

    /// <summary>Number of the newest segment file, live or not; 0 when there is none.</summary>
    internal long LastSegmentNumber { get; init; }

    /// <summary>The last batch; null when the log is empty.</summary>
    internal BatchLocation? LastBatch { get; init; }
}
