namespace DexExtra.Journal.Inspection;

/// <summary>
/// One thing that a cursor met, with its place. <paramref name="FirstSequence"/> and <paramref name="LastSequence"/>:
/// what it holds; of damage the sequence expected there. <paramref name="Reason"/>: why it is damage, empty otherwise.
/// </summary>
public sealed record LogItem(
    LogItemKind Kind, string Path, long Offset, long LengthBytes, long FirstSequence, long LastSequence, string Reason)
{
    /// <summary>Header of a batch; null for everything else.</summary>
    public BatchInfo? Batch { get; init; }

    /// <summary>
    /// True for damage at the very end of a command log that recovery cuts: a batch that was never acknowledged, unless
    /// a consumer has seen it.
    /// </summary>
    public bool IsTornTail { get; init; }

    /// <summary>One line: file, offset, sequence, reason.</summary>
    public override string ToString() => $"{Path} offset {Offset} sequence {FirstSequence}: {Reason}";
}
