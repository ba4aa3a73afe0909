namespace DexExtra.Journal.CommandLog;

/// <summary>
/// The command log must not be used: something that is not a torn tail is wrong with it (P11). The message is one
/// complete line with file, offset, sequence, reason and the letter of the <see cref="RecoveryTable"/> row.
/// </summary>
public sealed class RecoveryRefusedException(string path, long offset, long sequence, RecoveryRow row, string detail)
    : Exception(
        $"recovery refused: {path} offset {offset} sequence {sequence}: {row.Explanation} [{row.Letter}: {detail}]")
{
    public string Path { get; } = path;

    /// <summary>Byte offset in the file.</summary>
    public long Offset { get; } = offset;

    /// <summary>The sequence expected at that place.</summary>
    public long Sequence { get; } = sequence;

    public RecoveryRow Row { get; } = row;

    /// <summary>What exactly was seen.</summary>
    public string Detail { get; } = detail;
}
