namespace DexExtra.Journal.Inspection;

/// <summary>The header of an intact batch.</summary>
public sealed record BatchInfo
{
    public required long SegmentNumber { get; init; }

    public required long BatchNumber { get; init; }

    public required long FirstSequence { get; init; }

    public required long LastSequence { get; init; }

    public required long DurableUpTo { get; init; }

    public required long Epoch { get; init; }

    public required int PayloadBytes { get; init; }

    public required uint Crc { get; init; }

    public required uint PreviousCrc { get; init; }

    /// <summary>Copied by a start from an earlier segment.</summary>
    public required bool IsTakeover { get; init; }
}
