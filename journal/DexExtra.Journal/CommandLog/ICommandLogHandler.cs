namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Receives the records of the command log in sequence order. Implement it as a struct and pass it by reference: calls
/// are then direct. The record points into the read buffer and is valid only during the call; it is 8-aligned relative
/// to the log, not in memory.
/// </summary>
public interface ICommandLogHandler
{
    void OnRecord(long sequence, ReadOnlySpan<byte> record);
}
