namespace DexExtra.Journal.EventLog;

/// <summary>
/// A record of the event log that somebody compared with a replay and made durable: its sequence and its chained
/// checksum. Whoever holds a mark (a snapshot) need not verify what stands before its segment.
/// </summary>
public readonly record struct EventLogMark(long Sequence, uint Crc);
