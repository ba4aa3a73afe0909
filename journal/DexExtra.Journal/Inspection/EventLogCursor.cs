using System.Runtime.InteropServices;
using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Inspection;

/// <summary>
/// Walks an event log without changing it and without stopping at damage: behind a bad record nothing of its segment
/// can be verified, so reading goes on with the next segment. For tools; followers use <see cref="EventLogReader"/>.
/// Reads segment by segment into memory of its own. One thread.
/// </summary>
public sealed class EventLogCursor : IDisposable
{
    private readonly IStorage _storage;
    private readonly string _folder;
    private readonly IEnumerator<LogItem> _items;
    private byte[] _bytes = [];
    private int _payloadAt;
    private int _payloadBytes;

    /// <exception cref="StorageException">The folder cannot be listed, or its manifest is damaged.</exception>
    public EventLogCursor(IStorage storage, string folder)
    {
        _storage = storage;
        _folder = folder;
        List<ArchivedSegment> archived = ArchiveManifest.Read(storage, folder);
        LastSequence = archived is [.., var last] ? last.LastSequence : 0;
        LastCrc = archived is [.., var end] ? end.Crc : Crc32C.Seed;
        _items = Items().GetEnumerator();
    }

    public LogItem Current => _items.Current;

    /// <summary>Of the current record; valid until the next call.</summary>
    public ReadOnlySpan<byte> Payload => _bytes.AsSpan(_payloadAt, _payloadBytes);

    /// <summary>Sequence of the last intact record, archived ones included.</summary>
    public long LastSequence { get; private set; }

    /// <summary>Checksum that the next record chains to.</summary>
    public uint LastCrc { get; private set; }

    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public bool MoveNext() => _items.MoveNext();

    public void Dispose() => _items.Dispose();

    private IEnumerable<LogItem> Items()
    {
        foreach (EventSegmentInfo segment in EventSegmentInfo.List(_storage, _folder))
        {
            string path = Path.Combine(_folder, segment.File);
            Load(path);
            string? reason = EnterSegment(segment);
            if (reason is not null)
            {
                yield return Damage(path, 0, reason);
            }
            if (!IsPublished)
            {
                continue;
            }
            int offset = EventLogFormat.SegmentHeaderBytes;
            while (Next(offset) is { } length)
            {
                yield return new LogItem(LogItemKind.Record, path, offset, length, LastSequence, LastSequence, "");
                offset += length;
            }
            if (Why(offset) is { } damage)
            {
                yield return Damage(path, offset, damage);
            }
            yield return new LogItem(
                LogItemKind.SegmentEnd, path, offset, _bytes.Length, segment.FirstSequence, LastSequence, "");
        }
    }

    private LogItem Damage(string path, long offset, string reason)
        => new(LogItemKind.Damage, path, offset, 0, LastSequence + 1, LastSequence + 1, reason);

    private bool IsPublished
        => _bytes.Length >= EventLogFormat.SegmentHeaderBytes
            && MemoryMarshal.Read<EventSegmentHeader>(_bytes).Magic != 0;

    private void Load(string path)
    {
        using IStorageFile file = _storage.Open(path, StorageOpenMode.Read);
        long length = Math.Min(file.LengthBytes, EventLogFormat.MaxSegmentBytes);
        if (_bytes.Length != length)
        {
            _bytes = new byte[length];
        }
        int read = file.ReadAt(_bytes, 0);
        _bytes.AsSpan(read).Clear();
    }

    /// <summary>Takes the segment's own chain value where it does not continue the records before; tells why.</summary>
    private string? EnterSegment(EventSegmentInfo segment)
    {
        if (_bytes.Length < EventLogFormat.SegmentHeaderBytes)
        {
            return $"{_bytes.Length} bytes is no segment size";
        }
        EventSegmentHeader header = MemoryMarshal.Read<EventSegmentHeader>(_bytes);
        if (header.Magic == 0)
        {
            return _bytes.AsSpan().ContainsAnyExcept((byte)0) ? "records without a segment header" : null;
        }
        string? reason = CheckHeader(header, segment);
        reason ??= segment.FirstSequence == LastSequence + 1 && header.PreviousCrc == LastCrc
            ? null
            : $"the segment does not continue sequence {LastSequence}";
        if (reason is not null)
        {
            LastSequence = segment.FirstSequence - 1;
            LastCrc = header.PreviousCrc;
        }
        return reason;
    }

    private string? CheckHeader(in EventSegmentHeader header, EventSegmentInfo segment)
    {
        if (header.Magic != EventLogFormat.SegmentMagic || header.HeaderCrc != header.ComputeCrc()
            || !header.IsReservedZero)
        {
            return "segment header: checksum mismatch";
        }
        if (header.Version != EventLogFormat.Version)
        {
            return $"format version {header.Version}, this build reads {EventLogFormat.Version}";
        }
        return header.FirstSequence == segment.FirstSequence && header.SegmentBytes == _bytes.Length
            ? null
            : "segment header: contradicts name or size of the file";
    }

    /// <summary>Bytes of the intact record at the offset; null where there is none.</summary>
    private int? Next(int offset)
    {
        if (LengthAt(offset) <= 0 || Why(offset) is not null)
        {
            return null;
        }
        EventRecordHeader header = MemoryMarshal.Read<EventRecordHeader>(_bytes.AsSpan(offset));
        _payloadAt = offset + EventLogFormat.RecordHeaderBytes;
        _payloadBytes = header.LengthBytes - EventLogFormat.RecordHeaderBytes;
        LastSequence++;
        LastCrc = header.Crc;
        return EventLogFormat.AlignedRecordBytes(_payloadBytes);
    }

    private int LengthAt(int offset)
        => offset + sizeof(int) <= _bytes.Length ? MemoryMarshal.Read<int>(_bytes.AsSpan(offset)) : 0;

    /// <summary>Why the bytes at the offset are neither a record nor an end; null when they are.</summary>
    private string? Why(int offset)
    {
        int length = LengthAt(offset);
        if (length is 0 or EventLogFormat.EndOfSegment)
        {
            return null;
        }
        if (length < EventLogFormat.RecordHeaderBytes || length > _bytes.Length - EventLogFormat.MarkerBytes - offset)
        {
            return $"record length {length} is impossible";
        }
        EventRecordHeader header = MemoryMarshal.Read<EventRecordHeader>(_bytes.AsSpan(offset));
        if (header.Sequence != LastSequence + 1)
        {
            return $"record carries sequence {header.Sequence}";
        }
        int padded = EventLogFormat.AlignedRecordBytes(length - EventLogFormat.RecordHeaderBytes)
            - EventLogFormat.RecordHeaderBytes;
        ReadOnlySpan<byte> payload = _bytes.AsSpan(offset + EventLogFormat.RecordHeaderBytes, padded);
        return EventRecordHeader.ComputeCrc(LastCrc, length, header.Sequence, payload) == header.Crc
            ? null
            : "record checksum mismatch";
    }
}
