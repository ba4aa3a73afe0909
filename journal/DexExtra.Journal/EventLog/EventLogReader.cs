using DexExtra.Journal.Storage;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// Follows the event log from another process (or thread) by read-only memory mapping, in sequence order, each record
/// verified. Needs neither a living writer nor an existing folder: until the next record is there, nothing is returned.
/// Waiting is the caller's job. Invariant: _position is the last sequence passed (handed out, or skipped because it is
/// not behind the starting cursor) and _offset is where the next record will appear. One thread at a time; no
/// allocation except when a segment is opened.
/// </summary>
public sealed class EventLogReader : IDisposable
{
    private readonly IMappedStorage _storage;
    private readonly string _folder;
    private readonly long _skipThrough;
    private EventSegment? _segment;
    private int _offset;
    private uint _previousCrc;
    private long _position;
    private bool _atSegmentEnd;
    private bool _disposed;

    private EventLogReader(IMappedStorage storage, string folder, long afterSequence)
    {
        _storage = storage;
        _folder = folder;
        _skipThrough = afterSequence;
    }

    /// <summary>The last sequence handed out, or the starting cursor before the first.</summary>
    public long LastSequence => Math.Max(_position, _skipThrough);

    /// <summary>Chained checksum of the last record passed.</summary>
    public uint LastCrc => _previousCrc;

    /// <summary>
    /// Starts behind <paramref name="afterSequence"/> (0 = from the beginning); beyond the end it waits.
    /// </summary>
    public static EventLogReader Open(string folder, long afterSequence)
        => Open(FileStorage.Instance, folder, afterSequence);

    /// <inheritdoc cref="Open(string, long)"/>
    public static EventLogReader Open(IMappedStorage storage, string folder, long afterSequence)
    {
        ArgumentException.ThrowIfNullOrEmpty(folder);
        ArgumentOutOfRangeException.ThrowIfNegative(afterSequence);
        return new EventLogReader(storage, folder, afterSequence);
    }

    /// <summary>
    /// Hands over up to <paramref name="limit"/> records that are there now; returns how many. When the handler throws,
    /// the record counts as not handed over and comes again.
    /// </summary>
    /// <exception cref="EventLogCorruptException">A record or header does not verify.</exception>
    /// <exception cref="StorageException">A segment cannot be opened or mapped.</exception>
    public int Poll<THandler>(ref THandler handler, int limit)
        where THandler : struct, IEventLogHandler, allows ref struct
    {
        int count = 0;
        while (count < limit && TryPeek(out ReadOnlySpan<byte> payload, out uint crc))
        {
            handler.OnRecord(_position + 1, payload);
            Advance(payload.Length, crc);
            count++;
        }
        return count;
    }

    /// <summary>The next record if it is there now. The payload is valid until the next call on this reader.</summary>
    /// <exception cref="EventLogCorruptException">A record or header does not verify.</exception>
    /// <exception cref="StorageException">A segment cannot be opened or mapped.</exception>
    public bool TryRead(out long sequence, out ReadOnlySpan<byte> payload)
    {
        bool found = TryPeek(out payload, out uint crc);
        sequence = LastSequence + 1;
        if (!found)
        {
            return false;
        }
        Advance(payload.Length, crc);
        return true;
    }

    public void Dispose()
    {
        _disposed = true;
        _segment?.Dispose();
        _segment = null;
    }

    /// <summary>The next record behind the starting cursor; records up to it are verified and passed over.</summary>
    private bool TryPeek(out ReadOnlySpan<byte> payload, out uint crc)
    {
        while (TryExamine(out payload, out crc))
        {
            if (_position >= _skipThrough)
            {
                return true;
            }
            Advance(payload.Length, crc);
        }
        return false;
    }

    private bool TryExamine(out ReadOnlySpan<byte> payload, out uint crc)
    {
        payload = default;
        crc = 0;
        while ((_segment is not null && !_atSegmentEnd) || TryEnterSegment())
        {
            EventSegment segment = _segment!;
            switch (segment.Examine(_offset, _position + 1, _previousCrc, out payload, out crc))
            {
                case EventRecordState.Valid:
                    return true;
                case EventRecordState.Nothing:
                    return false;
                case EventRecordState.EndOfSegment:
                    _atSegmentEnd = true;
                    break;
                default:
                    throw new EventLogCorruptException(
                        segment.Path, _offset, _position + 1, segment.DescribeDamage(_offset, _position + 1));
            }
        }
        return false;
    }

    private void Advance(int payloadBytes, uint crc)
    {
        _offset += EventLogFormat.AlignedRecordBytes(payloadBytes);
        _previousCrc = crc;
        _position++;
    }

    private bool TryEnterSegment()
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        return _atSegmentEnd ? TryEnterNext() : TryLocate();
    }

    /// <summary>Behind an end marker: the next file's name is known.</summary>
    private bool TryEnterNext()
    {
        EventSegment? next = TryOpenPublished(_position + 1);
        if (next is null)
        {
            return false;
        }
        if (next.PreviousCrc != _previousCrc)
        {
            using (next)
            {
                throw new EventLogCorruptException(
                    next.Path, 0, _position + 1, "segment header: does not continue the segment before it");
            }
        }
        Enter(next);
        return true;
    }

    /// <summary>First use: finds the segment that holds the starting cursor, or the last one before it.</summary>
    private bool TryLocate()
    {
        long wanted = _skipThrough + 1;
        List<long> segments = EventLogFormat.ListSegments(_storage, _folder);
        if (segments.Count > 0 && segments[0] > wanted)
        {
            string path = EventLogFormat.SegmentPath(_folder, segments[0]);
            throw new EventLogCorruptException(path, 0, wanted, "the log begins behind this sequence");
        }
        // a segment whose header is not published (yet, or zeroed after damage) cannot hold the cursor: look before it
        for (int index = segments.FindLastIndex(first => first <= wanted); index >= 0; index--)
        {
            EventSegment? segment = TryOpenPublished(segments[index]);
            if (segment is not null)
            {
                _position = segments[index] - 1;
                Enter(segment);
                return true;
            }
        }
        return false;
    }

    private EventSegment? TryOpenPublished(long firstSequence)
    {
        string path = EventLogFormat.SegmentPath(_folder, firstSequence);
        EventSegment? segment = EventSegment.TryOpen(_storage, path, writable: false);
        if (segment is null)
        {
            return null;
        }
        if (!segment.IsPublished)
        {
            segment.Dispose();
            return null;
        }
        string? reason = segment.CheckHeader(firstSequence);
        if (reason is null)
        {
            return segment;
        }
        using (segment)
        {
            throw new EventLogCorruptException(segment.Path, 0, firstSequence, reason);
        }
    }

    private void Enter(EventSegment segment)
    {
        _segment?.Dispose();
        _segment = segment;
        _offset = EventLogFormat.SegmentHeaderBytes;
        _previousCrc = segment.PreviousCrc;
        _atSegmentEnd = false;
    }
}
