using DexExtra.Hosting;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Settlement.Book;

/// <summary>
/// Reads the event log from its beginning into the book. Its cursor is the book's sequence, in memory only: settlement
/// keeps no copy of what the log already says. One thread.
/// </summary>
internal sealed class EventFollower(IMappedStorage storage, string eventsFolder, SettlementBook book) : IDisposable
{
    private readonly EventLogReader _reader = EventLogReader.Open(storage, eventsFolder, 0);

    /// <summary>Applies what is there, at most one step's worth; returns the number of records.</summary>
    /// <exception cref="FatalException">The log cannot be read or contradicts itself.</exception>
    public int Poll(long nowMs)
    {
        try
        {
            var handler = new Handler(book, nowMs);
            return _reader.Poll(ref handler, SettlementLimits.RecordsPerStep);
        }
        catch (Exception error) when (error is EventLogCorruptException or StorageException)
        {
            throw new FatalException(ExitCodes.Storage, error.Message);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException)
        {
            throw new FatalException(
                ExitCodes.Software,
                $"event log record {book.Sequence + 1} contradicts the ones before: {error.Message}");
        }
    }

    public void Dispose() => _reader.Dispose();

    private readonly struct Handler(SettlementBook book, long nowMs) : IEventLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> payload) => book.Apply(payload, nowMs);
    }
}
