using DexExtra.Journal.EventLog;

namespace DexExtra.Checkpoint;

/// <summary>
/// Follows the event log to know how far it goes. What is published is durable in the command log, whole and at rest
/// (ADR 0004), so that it may be read beside the engine. One thread.
/// </summary>
internal sealed class PublishedEnd(string eventsFolder, long afterSequence) : IDisposable
{
    private const int RecordsPerPoll = 65_536;

    private readonly EventLogReader _reader = EventLogReader.Open(eventsFolder, afterSequence);

    /// <summary>The last sequence that is published; the starting point while nothing is.</summary>
    /// <exception cref="EventLogCorruptException">A record does not verify.</exception>
    public long Poll(CancellationToken stopping)
    {
        var ignore = default(Ignore);
        while (_reader.Poll(ref ignore, RecordsPerPoll) == RecordsPerPoll)
        {
            stopping.ThrowIfCancellationRequested();
        }

        return _reader.LastSequence;
    }

    public void Dispose() => _reader.Dispose();

    private readonly struct Ignore : IEventLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> payload)
        {
        }
    }
}
