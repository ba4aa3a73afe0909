using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// The single writer of the event log: one record per command, sequences 1, 2, 3… without a gap. Owned by one thread.
/// The log is derived (replay of the command log rebuilds it), so nothing is synced; what a crash left damaged is
/// zeroed at open and regenerated. Bytes and segment boundaries are a pure function of the appended payloads and the
/// segment size. A live file is never truncated, replaced or deleted: followers keep it mapped. Invariant: everything
/// behind the last published record is zero. No allocation per record; a rotation takes the prepared segment.
/// </summary>
public sealed class EventLogWriter : IDisposable
{
    private readonly IMappedStorage _storage;
    private readonly string _folder;
    private readonly int _segmentBytes;
    private readonly IDisposable _lock;
    private readonly EventSegmentPreparer _preparer;
    private EventSegment? _segment;
    private EventSegment? _nextSegment;
    private EventLogReader? _verifier;
    private int _offset;
    private uint _previousCrc;
    private long _lastSequence;
    private int _claimedBytes = -1;
    private bool _disposed;

    private EventLogWriter(
        IMappedStorage storage, string folder, IDisposable folderLock, EventLogScanner scanner, EventLogOptions options)
    {
        _storage = storage;
        _folder = folder;
        _lock = folderLock;
        _segmentBytes = scanner.SegmentBytes;
        _segment = scanner.LastSegment;
        _offset = scanner.Offset;
        _previousCrc = scanner.PreviousCrc;
        _lastSequence = scanner.LastSequence;
        Damage = scanner.Damage;
        HoldsMark = scanner.HoldsMark;
        ZeroedBytes = scanner.ZeroedBytes;
        _preparer = new EventSegmentPreparer(storage, folder, _segmentBytes, options.PrepareInBackground);
    }

    /// <summary>Sequence of the last published record; 0 in an empty log. Any thread.</summary>
    public long LastSequence => Volatile.Read(ref _lastSequence);

    /// <summary>Bytes of each segment of this log.</summary>
    public int SegmentBytes => _segmentBytes;

    /// <summary>Largest payload a record may have.</summary>
    public int MaxPayloadBytes => EventLogFormat.MaxPayloadBytes(_segmentBytes);

    /// <summary>What was damaged at open and therefore zeroed; null when every published record verified.</summary>
    public EventLogDamage? Damage { get; }

    /// <summary>True when the log was opened with a mark and holds it.</summary>
    public bool HoldsMark { get; }

    /// <summary>Bytes zeroed at open (damage and records left unfinished by a crash).</summary>
    public long ZeroedBytes { get; }

    /// <summary>
    /// Takes the folder (created when missing), verifies the whole log, zeroes whatever stands behind the last record
    /// that verifies, and positions behind it. When the log holds the mark, what stands before the segment of the mark
    /// is not verified again.
    /// </summary>
    /// <exception cref="StorageException">Folder taken by another writer, disk full, or any other refusal.</exception>
    /// <exception cref="EventLogCorruptException">
    /// The log has a format or segment size this build cannot continue.
    /// </exception>
    public static EventLogWriter Open(string folder, EventLogOptions options, EventLogMark? mark = null)
        => Open(FileStorage.Instance, folder, options, mark);

    /// <inheritdoc cref="Open(string, EventLogOptions, EventLogMark?)"/>
    public static EventLogWriter Open(
        IMappedStorage storage, string folder, EventLogOptions options, EventLogMark? mark = null)
    {
        options.Validate();
        storage.CreateFolder(folder);
        IDisposable folderLock = storage.LockFolder(folder);
        try
        {
            var scanner = new EventLogScanner(
                storage, folder, options.SegmentBytes, mark, EventLogStart.Read(storage, folder));
            scanner.Run();
            var writer = new EventLogWriter(storage, folder, folderLock, scanner, options);
            writer._preparer.DeleteLeftover();
            writer._preparer.Begin();
            return writer;
        }
        catch (Exception e) when (e is StorageException or EventLogCorruptException)
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// True when the log, as it is after opening, holds the record that a mark names. Reads from the beginning of the
    /// mark's segment.
    /// </summary>
    public bool Holds(EventLogMark mark)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        EventLogStart start = EventLogStart.Read(_storage, _folder);
        if (mark.Sequence <= start.LastSequence)
        {
            return start == new EventLogStart(mark.Sequence, mark.Crc);
        }
        if (mark.Sequence > LastSequence)
        {
            return false;
        }
        using EventLogReader reader = EventLogReader.Open(_storage, _folder, mark.Sequence - 1);
        return reader.TryRead(out _, out _) && reader.LastCrc == mark.Crc;
    }

    /// <summary>Publishes one record; followers see it at once.</summary>
    /// <exception cref="InvalidOperationException">The sequence is not <see cref="LastSequence"/> + 1.</exception>
    /// <exception cref="StorageException">
    /// The next segment cannot be made (disk full); the log stays as it was.
    /// </exception>
    public void Append(long sequence, ReadOnlySpan<byte> payload)
    {
        payload.CopyTo(Claim(sequence, payload.Length));
        Commit();
    }

    /// <summary>
    /// Room for the payload of the next record, inside the log, not visible to followers before <see cref="Commit"/>.
    /// The room is zeroed. A claim must be committed: giving one up would let segment boundaries depend on it.
    /// </summary>
    /// <exception cref="InvalidOperationException">
    /// The sequence is not <see cref="LastSequence"/> + 1, or a claim is open.
    /// </exception>
    /// <exception cref="StorageException">
    /// The next segment cannot be made (disk full); the log stays as it was.
    /// </exception>
    public Span<byte> Claim(long sequence, int payloadBytes)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        if (sequence != _lastSequence + 1)
        {
            throw new InvalidOperationException($"event log: sequence {sequence} does not follow {_lastSequence}");
        }
        ArgumentOutOfRangeException.ThrowIfNegative(payloadBytes);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(payloadBytes, MaxPayloadBytes);
        if (_claimedBytes >= 0)
        {
            throw new InvalidOperationException("event log: the claim before this one was not committed");
        }
        int recordBytes = EventLogFormat.AlignedRecordBytes(payloadBytes);
        if (_segment is null || _offset + recordBytes > _segmentBytes - EventLogFormat.MarkerBytes)
        {
            _nextSegment = OpenNext(sequence);
        }
        _claimedBytes = payloadBytes;
        return _nextSegment is null
            ? _segment!.Bytes(_offset + EventLogFormat.RecordHeaderBytes, payloadBytes)
            : _nextSegment.Bytes(EventLogFormat.SegmentHeaderBytes + EventLogFormat.RecordHeaderBytes, payloadBytes);
    }

    /// <summary>Publishes the claimed record.</summary>
    /// <exception cref="StorageException">The record opens a segment and its file cannot be given its name.</exception>
    public void Commit()
    {
        if (_claimedBytes < 0)
        {
            throw new InvalidOperationException("event log: commit without a claim");
        }
        long sequence = _lastSequence + 1;
        int offset = _nextSegment is null ? _offset : EventLogFormat.SegmentHeaderBytes;
        EventSegment target = _nextSegment ?? _segment!;
        uint crc = target.PublishRecord(offset, sequence, _previousCrc, _claimedBytes);
        if (_nextSegment is not null)
        {
            EnterNext(sequence);
        }
        _previousCrc = crc;
        _offset = offset + EventLogFormat.AlignedRecordBytes(_claimedBytes);
        _claimedBytes = -1;
        Volatile.Write(ref _lastSequence, sequence);
    }

    /// <summary>
    /// Compares a regenerated record with the one in the log. Cheap when called with ascending sequences, as replay
    /// does; any other order starts a walk at the beginning of the segment.
    /// </summary>
    public VerifyResult Verify(long sequence, ReadOnlySpan<byte> payload)
    {
        ObjectDisposedException.ThrowIf(_disposed, this);
        ArgumentOutOfRangeException.ThrowIfLessThan(sequence, 1);
        if (sequence > _lastSequence)
        {
            return new VerifyResult(VerifyOutcome.NotPresent, -1);
        }
        if (_verifier is null || _verifier.LastSequence != sequence - 1)
        {
            _verifier?.Dispose();
            _verifier = EventLogReader.Open(_storage, _folder, sequence - 1);
        }
        if (!_verifier.TryRead(out _, out ReadOnlySpan<byte> present))
        {
            throw new EventLogCorruptException(_folder, 0, sequence, "a published record is no longer there");
        }
        int common = present.CommonPrefixLength(payload);
        bool identical = common == present.Length && common == payload.Length;
        return identical
            ? new VerifyResult(VerifyOutcome.Identical, -1)
            : new VerifyResult(VerifyOutcome.Different, common);
    }

    /// <summary>Releases the replay comparison's mapping; <see cref="Verify"/> opens it again when needed.</summary>
    public void EndVerification()
    {
        _verifier?.Dispose();
        _verifier = null;
    }

    public void Dispose()
    {
        if (_disposed)
        {
            return;
        }
        _disposed = true;
        EndVerification();
        _segment?.Dispose();
        _nextSegment?.Dispose();
        _preparer.Dispose();
        _lock.Dispose();
    }

    /// <summary>
    /// The next segment, still invisible: followers may enter it only once its first record is there.
    /// </summary>
    private EventSegment OpenNext(long firstSequence)
    {
        string path = EventLogFormat.SegmentPath(_folder, firstSequence);
        EventSegment? zeroed = EventSegment.TryOpen(_storage, path, writable: true);
        if (zeroed is null)
        {
            return _preparer.Take();
        }
        if (zeroed.LengthBytes == _segmentBytes && !zeroed.IsPublished)
        {
            return zeroed;
        }
        zeroed.Dispose();
        throw new EventLogCorruptException(path, 0, firstSequence, "an unexpected segment stands in the way");
    }

    private void EnterNext(long firstSequence)
    {
        EventSegment next = _nextSegment!;
        next.PublishHeader(firstSequence, _previousCrc);
        string path = EventLogFormat.SegmentPath(_folder, firstSequence);
        if (next.Path != path)
        {
            next.MoveTo(path);
        }
        _segment?.PublishEnd(_offset);
        _segment?.Dispose();
        _segment = next;
        _nextSegment = null;
        _preparer.Begin();
    }
}
