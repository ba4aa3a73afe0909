using DexExtra.Hosting;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Settlement.Book;

/// <summary>
/// Reads the event log from its beginning into the book. Its cursor is the book's sequence, in memory only: settlement
/// keeps no copy of what the log already says. One thread.
/// </summary>
internal sealed class EventFollower : IDisposable
{
    private readonly IMappedStorage _storage;
    private readonly string _eventsFolder;
    private readonly SettlementBook _book;
    private EventLogReader _reader;

    public EventFollower(IMappedStorage storage, string eventsFolder, SettlementBook book)
    {
        (_storage, _eventsFolder, _book) = (storage, eventsFolder, book);
        _reader = EventLogReader.Open(storage, eventsFolder, 0);
    }

    /// <summary>
    /// Why the log cannot be read on, or null. After a power loss the engine's next start writes it again, byte for
    /// byte: until then the book is not whole, and the caller waits.
    /// </summary>
    public string? Damage { get; private set; }

    /// <summary>Applies what is there, at most one step's worth; returns the number of records.</summary>
    /// <exception cref="FatalException">The log cannot be opened or contradicts itself.</exception>
    public int Poll(long nowMs)
    {
        try
        {
            var handler = new Handler(_book, nowMs);
            var count = _reader.Poll(ref handler, SettlementLimits.RecordsPerStep);
            Damage = null;
            return count;
        }
        catch (EventLogCorruptException error)
        {
            // files that the engine replaces must not stay mapped
            _reader.Dispose();
            _reader = EventLogReader.Open(_storage, _eventsFolder, _book.Sequence);
            Damage = error.Message;
            return 0;
        }
        catch (StorageException error)
        {
            throw new FatalException(ExitCodes.Storage, error.Message);
        }
        catch (Exception error) when (error is InvalidOperationException or KeyNotFoundException)
        {
            throw new FatalException(
                ExitCodes.Software,
                $"event log record {_book.Sequence + 1} contradicts the ones before: {error.Message}");
        }
    }

    public void Dispose() => _reader.Dispose();

    private readonly struct Handler(SettlementBook book, long nowMs) : IEventLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> payload) => book.Apply(payload, nowMs);
    }
}
