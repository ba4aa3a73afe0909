namespace DexExtra.Journal.EventLog;

/// <summary>
/// A record or segment header of the event log does not verify. The message is one complete line (P11).
/// </summary>
public sealed class EventLogCorruptException(string path, long offset, long sequence, string reason)
    : Exception($"event log: {path} offset {offset} sequence {sequence}: {reason}")
{
    public string Path { get; } = path;

    /// <summary>Byte offset in the file.</summary>
    public long Offset { get; } = offset;

    /// <summary>Sequence expected at that place.</summary>
    public long Sequence { get; } = sequence;

    public string Reason { get; } = reason;
}
