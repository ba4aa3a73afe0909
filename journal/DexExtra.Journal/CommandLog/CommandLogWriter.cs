using System.Runtime.InteropServices;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// The single writer of the command log. Records are collected in one preallocated batch; <see cref="Sync"/> writes it
/// with one write and one fdatasync, and only then is it durable. Owned by one thread (<see cref="DurableSequence"/>
/// may be read by any). Any storage failure is final: the writer refuses all further work, the durable watermark stays
/// where it was, and the owner ends the process. No allocation per record or batch.
/// </summary>
public sealed unsafe class CommandLogWriter : IDisposable
{
    private readonly IStorage _storage;
    private readonly string _folder;
    private readonly IDisposable _lock;
    private readonly SegmentPreparer _preparer;
    private readonly int _segmentBytes;
    private readonly int _batchBytes;
    private readonly long _epoch;
    private byte* _batch;
    private int _payloadBytes;
    private int _recordCount;
    private long _lastSequence;
    private long _durableSequence;
    private long _batchNumber;
    private SegmentName _segment;
    private IStorageFile _file;
    private long _offset;
    private uint _previousCrc;
    private bool _failed;

    private CommandLogWriter(
        IStorage storage, string folder, IDisposable folderLock, RecoveryReport report, CommandLogOptions options)
    {
        _storage = storage;
        _folder = folder;
        _lock = folderLock;
        Report = report;
        _segmentBytes = options.SegmentBytes;
        _batchBytes = options.BatchBytes;
        _epoch = options.Epoch;
        _preparer = new SegmentPreparer(storage, folder, _segmentBytes, options.PrepareInBackground);
        var takeover = new Takeover(storage, folder, report, _preparer);
        takeover.Run();
        _segment = takeover.Segment;
        _offset = takeover.Offset;
        _previousCrc = takeover.PreviousCrc;
        _batchNumber = report.Batches;
        _lastSequence = report.LastSequence;
        _durableSequence = report.LastSequence;
        _file = storage.Open(SegmentPath(_segment), StorageOpenMode.ReadWrite);
        _batch = (byte*)NativeMemory.AlignedAlloc((nuint)_batchBytes, CommandLogFormat.BatchAlignmentBytes);
        new Span<byte>(_batch, _batchBytes).Clear();
        _preparer.Begin();
    }

    ~CommandLogWriter() => FreeBatch();

    /// <summary>What recovery found when the log was opened.</summary>
    public RecoveryReport Report { get; }

    /// <summary>Last sequence appended (durable or not).</summary>
    public long LastSequence => _lastSequence;

    /// <summary>Last sequence on stable storage: the durable watermark. Any thread.</summary>
    public long DurableSequence => Volatile.Read(ref _durableSequence);

    /// <summary>Records appended since the last sync.</summary>
    public int PendingRecords => _recordCount;

    /// <summary>Largest record one batch can hold.</summary>
    public int MaxRecordBytes
        => _batchBytes
            - CommandLogFormat.BatchHeaderBytes
            - CommandLogFormat.FooterBytes
            - CommandLogFormat.RecordHeaderBytes;

    /// <summary>
    /// Why the next segment could not be prepared (disk full, …); a warning before the rotation fails.
    /// </summary>
    public StorageException? PreparationFailure => _preparer.Failure;

    /// <summary>
    /// Takes the folder (created when missing), recovers the log and continues it in a fresh segment.
    /// <paramref name="minimumLastSequence"/>: the highest sequence any consumer is known to have seen.
    /// </summary>
    /// <exception cref="RecoveryRefusedException">Anything but a torn tail is wrong with the log.</exception>
    /// <exception cref="StorageException">Folder taken by another writer, disk full, or any other refusal.</exception>
    public static CommandLogWriter Open(
        IStorage storage, string folder, long minimumLastSequence, CommandLogOptions options)
        => Open(storage, folder, new CommandLogRange { SeenByConsumer = minimumLastSequence }, options);

    /// <summary>As above, reading only what stands behind an anchor; the range must not end early.</summary>
    /// <exception cref="RecoveryRefusedException">Anything but a torn tail is wrong with the log.</exception>
    /// <exception cref="StorageException">Folder taken by another writer, disk full, or any other refusal.</exception>
    public static CommandLogWriter Open(
        IStorage storage, string folder, CommandLogRange known, CommandLogOptions options)
    {
        options.Validate();
        ArgumentOutOfRangeException.ThrowIfNotEqual(known.Through, long.MaxValue);
        storage.CreateFolder(folder);
        IDisposable folderLock = storage.LockFolder(folder);
        try
        {
            RecoveryReport report = Recovery.Run(storage, folder, known);
            if (options.Epoch < report.Epoch)
            {
                RecoveryRow row = RecoveryTable.Decide(RecoveryFinding.EpochDown, RecoveryEvidence.None);
                string detail = $"asked to write epoch {options.Epoch} after {report.Epoch}";
                throw new RecoveryRefusedException(folder, 0, report.LastSequence + 1, row, detail);
            }
            options.BeforeTakeover?.Invoke(report);
            return new CommandLogWriter(storage, folder, folderLock, report, options);
        }
        catch (Exception e) when (e is StorageException or RecoveryRefusedException)
        {
            folderLock.Dispose();
            throw;
        }
    }

    /// <summary>
    /// Copies a record into the pending batch. False, without effect, when it has no room there: call
    /// <see cref="Sync"/> and append again.
    /// </summary>
    /// <exception cref="InvalidOperationException">The sequence is not <see cref="LastSequence"/> + 1.</exception>
    /// <exception cref="ArgumentOutOfRangeException">Larger than <see cref="MaxRecordBytes"/>.</exception>
    /// <exception cref="StorageException">The log failed earlier.</exception>
    public bool Append(long sequence, ReadOnlySpan<byte> record)
    {
        RefuseWhenFailed("append");
        if (sequence != _lastSequence + 1)
        {
            throw new InvalidOperationException($"command log: sequence {sequence} does not follow {_lastSequence}");
        }
        ArgumentOutOfRangeException.ThrowIfGreaterThan(record.Length, MaxRecordBytes);
        int recordBytes = CommandLogFormat.AlignedRecordBytes(record.Length);
        int end = CommandLogFormat.BatchHeaderBytes + _payloadBytes + recordBytes + CommandLogFormat.FooterBytes;
        if (end > _batchBytes)
        {
            return false;
        }
        byte* target = _batch + CommandLogFormat.BatchHeaderBytes + _payloadBytes;
        // the last word first: it is the padding, or the head itself when the record is empty
        *(long*)(target + recordBytes - CommandLogFormat.RecordAlignmentBytes) = 0;
        *(long*)target = record.Length;
        record.CopyTo(new Span<byte>(target + CommandLogFormat.RecordHeaderBytes, record.Length));
        _payloadBytes += recordBytes;
        _recordCount++;
        _lastSequence = sequence;
        return true;
    }

    /// <summary>
    /// Makes everything appended durable and returns the durable watermark; nothing pending is no work.
    /// </summary>
    /// <exception cref="StorageException">
    /// Write or sync failed: the log is closed for good, end the process.
    /// </exception>
    public long Sync()
    {
        RefuseWhenFailed("sync");
        if (_recordCount == 0)
        {
            return _durableSequence;
        }
        try
        {
            int batchBytes = CommandLogFormat.BatchBytes(_payloadBytes);
            if (_offset + batchBytes > _segmentBytes)
            {
                Rotate();
            }
            var batch = new Span<byte>(_batch, batchBytes);
            uint crc = BatchCodec.Seal(batch, NextHeader(), _offset);
            _file.WriteAt(batch, _offset);
            _file.SyncData();
            _previousCrc = crc;
            _offset += batchBytes;
        }
        catch (StorageException)
        {
            _failed = true;
            throw;
        }
        _batchNumber++;
        _payloadBytes = 0;
        _recordCount = 0;
        Volatile.Write(ref _durableSequence, _lastSequence);
        return _lastSequence;
    }

    /// <summary>Closes the log. What was not synced is not written.</summary>
    public void Dispose()
    {
        _preparer.Dispose();
        _file.Dispose();
        _lock.Dispose();
        FreeBatch();
        GC.SuppressFinalize(this);
    }

    private BatchHeader NextHeader() => new()
    {
        Flags = BatchFlags.None,
        SegmentNumber = _segment.Number,
        BatchNumber = _batchNumber + 1,
        FirstSequence = _durableSequence + 1,
        LastSequence = _lastSequence,
        DurableUpTo = _durableSequence,
        Epoch = _epoch,
        RecordCount = _recordCount,
        PayloadBytes = _payloadBytes,
        PreviousCrc = _previousCrc,
    };

    /// <summary>
    /// Everything in the old segment is durable already; the new one is named durably before its first batch.
    /// </summary>
    private void Rotate()
    {
        var next = new SegmentName(_segment.Number + 1, _durableSequence + 1, IsTakeover: false);
        _storage.Rename(_preparer.Take(), SegmentPath(next));
        _storage.SyncFolder(_folder);
        _file.Dispose();
        _file = _storage.Open(SegmentPath(next), StorageOpenMode.ReadWrite);
        _segment = next;
        _offset = 0;
        _preparer.Begin();
    }

    private string SegmentPath(SegmentName segment) => Path.Combine(_folder, segment.ToString());

    private void RefuseWhenFailed(string operation)
    {
        ObjectDisposedException.ThrowIf(_batch is null, this);
        if (_failed)
        {
            throw new StorageException(operation, _file.Path, -1, 0, "the command log failed earlier");
        }
    }

    private void FreeBatch()
    {
        NativeMemory.AlignedFree(_batch);
        _batch = null;
    }
}
