using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Walks a command log from its first batch: names what stands at each place (<see cref="RecoveryFinding"/>), collects
/// what is known about later times (<see cref="RecoveryEvidence"/>) and does what <see cref="RecoveryTable"/> says.
/// Reads only. One thread, one use. Invariant: _next… describe the batch that must follow the last accepted one.
/// </summary>
internal sealed class CommandLogScanner(IStorage storage, string folder, long minimumLastSequence)
{
    private readonly SegmentWindow _window = new();
    private long _nextBatch = 1;
    private long _nextSequence = 1;
    private long _epoch;
    private uint _previousCrc = Crc32C.Seed;
    private BatchLocation? _lastBatch;
    private RecoveryCut? _cut;
    private string _detail = "";

    public RecoveryReport Run<THandler>(ref THandler handler, Action<CommandLogProgress>? onProgress)
        where THandler : struct, ICommandLogHandler
    {
        SegmentChain chain = SegmentChain.Read(storage, folder);
        if (chain.Count == 0 && minimumLastSequence > 0)
        {
            _detail = $"no segment file, a consumer has seen {minimumLastSequence}";
            RecoveryRow row = RecoveryTable.Decide(RecoveryFinding.ZeroSpace, RecoveryEvidence.ConsumerCursor);
            throw new RecoveryRefusedException(folder, 0, _nextSequence, row, _detail);
        }
        for (int index = 0; index < chain.Count; index++)
        {
            if (!chain.IsDead(index))
            {
                ScanSegment(chain, index, ref handler);
            }
            onProgress?.Invoke(new CommandLogProgress(_nextSequence - 1, index + 1, chain.Count));
        }
        return new RecoveryReport
        {
            Outcome = Outcome(),
            LastSequence = _nextSequence - 1,
            Batches = _nextBatch - 1,
            Epoch = _epoch,
            Segments = chain.Count,
            Cut = _cut,
            LastSegmentNumber = chain.LastNumber,
            LastBatch = _lastBatch,
        };
    }

    private RecoveryOutcome Outcome()
    {
        if (_cut is not null)
        {
            return RecoveryOutcome.Cut;
        }
        return _lastBatch is null ? RecoveryOutcome.Empty : RecoveryOutcome.Clean;
    }

    private void ScanSegment<THandler>(SegmentChain chain, int index, ref THandler handler)
        where THandler : struct, ICommandLogHandler
    {
        string path = Path.Combine(folder, chain[index].ToString());
        using IStorageFile file = storage.Open(path, StorageOpenMode.Read);
        _window.Attach(file);
        long offset = 0;
        while (true)
        {
            RecoveryFinding finding = Classify(chain, index, offset, out BatchHeader header);
            RecoveryRow row = RecoveryTable.Decide(finding, Evidence(chain, index, offset, finding));
            switch (row.Decision)
            {
                case RecoveryDecision.Accept:
                    offset += Accept(chain[index], offset, header, ref handler);
                    break;
                case RecoveryDecision.Refuse:
                    throw new RecoveryRefusedException(path, offset, _nextSequence, row, _detail);
                case RecoveryDecision.Cut:
                    long end = _window.FindEndOfNonZero(offset);
                    _cut = new RecoveryCut(path, offset, _nextSequence, _detail, end - offset);
                    return;
                default:
                    return;
            }
        }
    }

    private int Accept<THandler>(SegmentName segment, long offset, in BatchHeader header, ref THandler handler)
        where THandler : struct, ICommandLogHandler
    {
        int batchBytes = CommandLogFormat.BatchBytes(header.PayloadBytes);
        ReadOnlySpan<byte> payload = BatchCodec.Payload(_window.Get(offset, batchBytes), header);
        for (long sequence = header.FirstSequence; sequence <= header.LastSequence; sequence++)
        {
            handler.OnRecord(sequence, BatchCodec.NextRecord(ref payload));
        }
        _nextBatch = header.BatchNumber + 1;
        _nextSequence = header.LastSequence + 1;
        _epoch = header.Epoch;
        _previousCrc = header.HeaderCrc;
        _lastBatch = new BatchLocation(segment, offset, batchBytes);
        return batchBytes;
    }

    private RecoveryFinding Classify(SegmentChain chain, int index, long offset, out BatchHeader header)
    {
        header = default;
        ReadOnlySpan<byte> start = _window.Get(offset, CommandLogFormat.BatchHeaderBytes);
        bool allZero = !start.ContainsAnyExcept((byte)0);
        if (allZero && _window.FindEndOfNonZero(offset) < 0)
        {
            _detail = "only zeros";
            return RecoveryFinding.ZeroSpace;
        }
        // looking for the end may have moved the window
        start = _window.Get(offset, CommandLogFormat.BatchHeaderBytes);
        if (start.Length < CommandLogFormat.BatchHeaderBytes)
        {
            return Bad("the file ends inside a batch header");
        }
        header = BatchCodec.ReadHeader(start);
        if (header.Magic != CommandLogFormat.BatchMagic)
        {
            return Bad(allZero ? "zeros before bytes that are not zero" : "no batch magic");
        }
        if (!BatchCodec.IsIntact(header, offset))
        {
            return Bad("header checksum mismatch");
        }
        return ClassifyIntact(chain, index, offset, header);
    }

    private RecoveryFinding ClassifyIntact(SegmentChain chain, int index, long offset, in BatchHeader header)
    {
        if (header.Version != CommandLogFormat.Version)
        {
            _detail = $"format version {header.Version}, this build reads {CommandLogFormat.Version}";
            return RecoveryFinding.UnknownVersion;
        }
        SegmentName segment = chain[index];
        bool takeoverExpected = segment.IsTakeover && offset == 0;
        if (header.SegmentNumber != segment.Number || header.Flags.HasFlag(BatchFlags.Takeover) != takeoverExpected)
        {
            _detail = $"the batch was written for segment {header.SegmentNumber} with flags {header.Flags}";
            return RecoveryFinding.WrongSegment;
        }
        string? reason = BatchCodec.CheckShape(header, _window.LengthBytes - offset);
        reason ??= BatchCodec.CheckBody(_window.Get(offset, CommandLogFormat.BatchBytes(header.PayloadBytes)), header);
        return reason is null ? ClassifyLink(chain, index, header) : Bad(reason);
    }

    /// <summary>How a complete batch relates to the one before it.</summary>
    private RecoveryFinding ClassifyLink(SegmentChain chain, int index, in BatchHeader header)
    {
        if (header.BatchNumber != _nextBatch || header.FirstSequence != _nextSequence)
        {
            _detail = $"batch {header.BatchNumber} with first sequence {header.FirstSequence} found, "
                + $"batch {_nextBatch} with first sequence {_nextSequence} expected";
            return RecoveryFinding.Gap;
        }
        long stop = chain.StopSequence(index);
        if (header.FirstSequence < stop && header.LastSequence >= stop)
        {
            _detail = $"the batch runs up to sequence {header.LastSequence}, a later segment begins with {stop}";
            return RecoveryFinding.Gap;
        }
        if (header.PreviousCrc != _previousCrc)
        {
            _detail = $"chained to {header.PreviousCrc:x8}, the batch before has {_previousCrc:x8}";
            return RecoveryFinding.ChainMismatch;
        }
        if (header.Epoch < _epoch)
        {
            _detail = $"epoch {header.Epoch} after {_epoch}";
            return RecoveryFinding.EpochDown;
        }
        _detail = $"batch {header.BatchNumber}";
        return RecoveryFinding.ValidBatch;
    }

    private RecoveryFinding Bad(string reason)
    {
        _detail = reason;
        return RecoveryFinding.BadBatch;
    }

    private RecoveryEvidence Evidence(SegmentChain chain, int index, long offset, RecoveryFinding finding)
    {
        long stop = chain.StopSequence(index);
        if (_nextSequence == stop)
        {
            return chain.StopsByTakeover(index)
                ? RecoveryEvidence.TakeoverContinues
                : RecoveryEvidence.RotationContinues;
        }
        if (chain[index].IsTakeover && offset == 0)
        {
            return RecoveryEvidence.TakeoverName;
        }
        if (stop != SegmentChain.NoLimit)
        {
            return RecoveryEvidence.LaterSegment;
        }
        if (minimumLastSequence >= _nextSequence)
        {
            return RecoveryEvidence.ConsumerCursor;
        }
        return finding == RecoveryFinding.BadBatch && HasProvingBatchBehind(chain[index], offset)
            ? RecoveryEvidence.LaterBatch
            : RecoveryEvidence.None;
    }

    /// <summary>Looks at every page behind the bad batch for an intact header that proves it was durable.</summary>
    private bool HasProvingBatchBehind(SegmentName segment, long offset)
    {
        long at = offset + CommandLogFormat.BatchAlignmentBytes;
        while (at + CommandLogFormat.BatchHeaderBytes <= _window.LengthBytes)
        {
            BatchHeader header = BatchCodec.ReadHeader(_window.Get(at, CommandLogFormat.BatchHeaderBytes));
            if (BatchCodec.IsIntact(header, at)
                && header.SegmentNumber == segment.Number
                && header.BatchNumber > _nextBatch
                && header.DurableUpTo >= _nextSequence)
            {
                return true;
            }
            at += CommandLogFormat.BatchAlignmentBytes;
        }
        return false;
    }
}
