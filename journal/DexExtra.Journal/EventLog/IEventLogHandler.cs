namespace DexExtra.Journal.EventLog;

/// <summary>
/// Receives records in sequence order. Implement it as a struct and pass it by reference: calls are then direct.
/// The payload points into the mapped log and is valid only during the call.
/// </summary>
public interface IEventLogHandler
{
    void OnRecord(long sequence, ReadOnlySpan<byte> payload);
}
