namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Where the log was cut: file, byte offset, the sequence the dropped batch would have begun with, why it is no batch,
/// and how many bytes up to the last non-zero one are dropped.
/// </summary>
public sealed record RecoveryCut(string Path, long Offset, long Sequence, string Reason, long DroppedBytes)
{
    public override string ToString()
        => $"recovery cut: {Path} offset {Offset} sequence {Sequence}: {Reason}, {DroppedBytes} bytes dropped";
}
