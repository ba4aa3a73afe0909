using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Inspection;

/// <summary>
/// Walks a command log without changing it and without stopping at damage: behind a bad batch reading goes on with the
/// next page that holds an intact one. For tools that look at copies; what a start would decide is
/// <see cref="Recovery"/>'s to say. Batches that a takeover declared dead are passed over. One thread.
/// </summary>
public sealed class CommandLogCursor : IDisposable
{
    private readonly IStorage _storage;
    private readonly string _folder;
    private readonly SegmentWindow _window = new();
    private readonly IEnumerator<LogItem> _items;
    private readonly List<SegmentName> _names = [];
    private readonly List<LogItem> _nameDamage = [];
    private long _nextBatch;
    private long _nextSequence;
    private long _epoch;
    private uint _previousCrc;
    private byte[] _payload = [];
    private int _payloadBytes;

    /// <exception cref="StorageException">The folder cannot be listed, or its manifest is damaged.</exception>
    public CommandLogCursor(IStorage storage, string folder)
    {
        _storage = storage;
        _folder = folder;
        CommandLogStart start = CommandLogStart.Read(storage, folder);
        (_nextBatch, _nextSequence) = (start.Batches + 1, start.LastSequence + 1);
        (_epoch, _previousCrc) = (start.Epoch, start.BatchCrc);
        ListNames(start);
        _items = Items().GetEnumerator();
    }

    public LogItem Current => _items.Current;

    /// <summary>
    /// Records of the current batch, to be cut by <see cref="NextRecord"/>; valid until the next call.
    /// </summary>
    public ReadOnlySpan<byte> Payload => _payload.AsSpan(0, _payloadBytes);

    /// <summary>Sequence of the last intact record, archived ones included.</summary>
    public long LastSequence => _nextSequence - 1;

    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public bool MoveNext() => _items.MoveNext();

    /// <summary>Cuts the next record off a payload.</summary>
    public static ReadOnlySpan<byte> NextRecord(scoped ref ReadOnlySpan<byte> payload)
        => BatchCodec.NextRecord(ref payload);

    public void Dispose() => _items.Dispose();

    private void ListNames(CommandLogStart start)
    {
        foreach (string file in _storage.ListFiles(_folder))
        {
            if (!file.EndsWith(SegmentName.Extension, StringComparison.Ordinal))
            {
                continue;
            }
            if (!SegmentName.TryParse(file, out SegmentName name))
            {
                _nameDamage.Add(Damage(Path.Combine(_folder, file), 0, "the name is no segment's"));
            }
            else if (name.Number > start.SegmentNumber)
            {
                _names.Add(name);
            }
        }
        _names.Sort((left, right) => left.Number.CompareTo(right.Number));
        long expected = start.SegmentNumber + 1;
        foreach (SegmentName name in _names)
        {
            if (name.Number != expected)
            {
                string path = Path.Combine(_folder, name.ToString());
                _nameDamage.Add(Damage(path, 0, $"segment number {name.Number}, {expected} expected"));
            }
            expected = name.Number + 1;
        }
    }

    private IEnumerable<LogItem> Items()
    {
        foreach (LogItem damage in _nameDamage)
        {
            yield return damage;
        }
        for (int index = 0; index < _names.Count; index++)
        {
            string path = Path.Combine(_folder, _names[index].ToString());
            using IStorageFile file = _storage.Open(path, StorageOpenMode.Read);
            _window.Attach(file);
            foreach (LogItem item in ItemsOf(index, path))
            {
                yield return item;
            }
        }
    }

    private IEnumerable<LogItem> ItemsOf(int index, string path)
    {
        long stop = StopSequence(index);
        long offset = 0;
        while (_nextSequence < stop && !IsEmptyFrom(offset))
        {
            (BatchInfo? batch, string reason) = ReadBatch(_names[index], offset);
            if (batch is not null)
            {
                if (batch.FirstSequence >= stop)
                {
                    break;
                }
                if (WhyUnlinked(batch) is { } unlinked)
                {
                    yield return Damage(path, offset, unlinked);
                }
                int length = CommandLogFormat.BatchBytes(batch.PayloadBytes);
                Follow(batch, offset);
                yield return new LogItem(
                    LogItemKind.Batch, path, offset, length, batch.FirstSequence, batch.LastSequence, "")
                {
                    Batch = batch,
                };
                offset += length;
                continue;
            }
            long next = FindIntact(_names[index], offset);
            bool isLast = next < 0 && index == _names.Count - 1;
            yield return Damage(path, offset, reason) with { IsTornTail = isLast };
            if (next < 0)
            {
                offset = _window.FindEndOfNonZero(offset);
                break;
            }
            offset = next;
        }
        yield return new LogItem(
            LogItemKind.SegmentEnd, path, offset, _window.LengthBytes, _names[index].FirstSequence, LastSequence, "");
    }

    private bool IsEmptyFrom(long offset)
    {
        ReadOnlySpan<byte> start = _window.Get(offset, CommandLogFormat.BatchHeaderBytes);
        return !start.ContainsAnyExcept((byte)0) && _window.FindEndOfNonZero(offset) < 0;
    }

    private long StopSequence(int index)
    {
        long stop = long.MaxValue;
        for (int later = index + 1; later < _names.Count; later++)
        {
            stop = Math.Min(stop, _names[later].FirstSequence);
        }
        return stop;
    }

    private (BatchInfo? Batch, string Reason) ReadBatch(SegmentName segment, long offset)
    {
        ReadOnlySpan<byte> start = _window.Get(offset, CommandLogFormat.BatchHeaderBytes);
        if (start.Length < CommandLogFormat.BatchHeaderBytes)
        {
            return (null, "the file ends inside a batch header");
        }
        BatchHeader header = BatchCodec.ReadHeader(start);
        if (!BatchCodec.IsIntact(header, offset))
        {
            return (null, header.Magic == CommandLogFormat.BatchMagic ? "header checksum mismatch" : "no batch magic");
        }
        if (header.Version != CommandLogFormat.Version)
        {
            return (null, $"format version {header.Version}, this build reads {CommandLogFormat.Version}");
        }
        bool isTakeover = header.Flags.HasFlag(BatchFlags.Takeover);
        if (header.SegmentNumber != segment.Number || isTakeover != (segment.IsTakeover && offset == 0))
        {
            return (null, $"the batch was written for segment {header.SegmentNumber} with flags {header.Flags}");
        }
        string? reason = BatchCodec.CheckShape(header, _window.LengthBytes - offset);
        if (reason is null)
        {
            ReadOnlySpan<byte> whole = _window.Get(offset, CommandLogFormat.BatchBytes(header.PayloadBytes));
            reason = BatchCodec.CheckBody(whole, header);
        }
        return reason is null ? (Info(header, isTakeover), "") : (null, reason);
    }

    private static BatchInfo Info(in BatchHeader header, bool isTakeover) => new()
    {
        SegmentNumber = header.SegmentNumber,
        BatchNumber = header.BatchNumber,
        FirstSequence = header.FirstSequence,
        LastSequence = header.LastSequence,
        DurableUpTo = header.DurableUpTo,
        Epoch = header.Epoch,
        PayloadBytes = header.PayloadBytes,
        Crc = header.HeaderCrc,
        PreviousCrc = header.PreviousCrc,
        IsTakeover = isTakeover,
    };

    private string? WhyUnlinked(BatchInfo batch)
    {
        if (batch.BatchNumber != _nextBatch || batch.FirstSequence != _nextSequence)
        {
            return $"batch {batch.BatchNumber} with first sequence {batch.FirstSequence} found, "
                + $"batch {_nextBatch} with first sequence {_nextSequence} expected";
        }
        if (batch.PreviousCrc != _previousCrc)
        {
            return $"chained to {batch.PreviousCrc:x8}, the batch before has {_previousCrc:x8}";
        }
        return batch.Epoch < _epoch ? $"epoch {batch.Epoch} after {_epoch}" : null;
    }

    private void Follow(BatchInfo batch, long offset)
    {
        (_nextBatch, _nextSequence) = (batch.BatchNumber + 1, batch.LastSequence + 1);
        (_epoch, _previousCrc) = (batch.Epoch, batch.Crc);
        ReadOnlySpan<byte> whole = _window.Get(offset, CommandLogFormat.BatchBytes(batch.PayloadBytes));
        ReadOnlySpan<byte> payload = whole.Slice(CommandLogFormat.BatchHeaderBytes, batch.PayloadBytes);
        if (_payload.Length < payload.Length)
        {
            _payload = new byte[payload.Length];
        }
        payload.CopyTo(_payload);
        _payloadBytes = payload.Length;
    }

    /// <summary>Offset of the next page behind that holds an intact header of this segment; −1 without one.</summary>
    private long FindIntact(SegmentName segment, long offset)
    {
        long at = offset + CommandLogFormat.BatchAlignmentBytes;
        while (at + CommandLogFormat.BatchHeaderBytes <= _window.LengthBytes)
        {
            BatchHeader header = BatchCodec.ReadHeader(_window.Get(at, CommandLogFormat.BatchHeaderBytes));
            if (BatchCodec.IsIntact(header, at) && header.SegmentNumber == segment.Number)
            {
                return at;
            }
            at += CommandLogFormat.BatchAlignmentBytes;
        }
        return -1;
    }

    private LogItem Damage(string path, long offset, string reason)
        => new(LogItemKind.Damage, path, offset, 0, _nextSequence, _nextSequence, reason);
}
