using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Walks a command log from its first batch that is not archived, or from the segment that holds an anchor: names what
/// stands at each place (<see cref="RecoveryFinding"/>), collects what is known about later times
/// (<see cref="RecoveryEvidence"/>) and does what <see cref="RecoveryTable"/> says. Reads only. One thread, one use.
/// Invariant: _next… describe the batch that must follow the last accepted one; where reading begins inside the log,
/// the first batch of that segment says its number, epoch and chain itself, and the anchor behind it proves them.
/// </summary>
internal sealed class CommandLogScanner(
    IStorage storage, string folder, CommandLogRange range, CommandLogStart start)
{
    private const long Unknown = 0;

    private readonly SegmentWindow _window = new();
    private readonly long _anchorLast = range.After?.LastSequence ?? 0;
    private readonly List<CommandLogStart> _ends = [];
    private long _nextBatch = start.Batches + 1;
    private long _nextSequence = start.LastSequence + 1;
    private long _epoch = start.Epoch;
    private uint _previousCrc = start.BatchCrc;
    private BatchLocation? _lastBatch;
    private CommandLogAnchor? _end = range.After;
    private RecoveryCut? _cut;
    private string _detail = "";
    private bool _through;

    /// <summary>Where the log stands behind each segment that was walked; the archiver's knowledge.</summary>
    public IReadOnlyList<CommandLogStart> Ends => _ends;

    /// <summary>Number of the last segment to walk.</summary>
    public long ThroughSegment { get; init; } = long.MaxValue;

    /// <summary>The part of the log that is wanted has been read.</summary>
    private bool IsThrough => _through || _nextSequence > range.Through;

    public RecoveryReport Run<THandler>(ref THandler handler, Action<CommandLogProgress>? onProgress)
        where THandler : struct, ICommandLogHandler
    {
        SegmentChain chain = SegmentChain.Read(storage, folder, start);
        RefuseMissingLog(chain);
        for (int index = EnterAtAnchor(chain); index < chain.Count && !IsThrough; index++)
        {
            if (chain[index].Number > ThroughSegment)
            {
                break;
            }
            if (!chain.IsDead(index))
            {
                ScanSegment(chain, index, ref handler);
            }
            _ends.Add(new CommandLogStart(
                chain[index].Number, _nextSequence - 1, _nextBatch - 1, _previousCrc, _epoch));
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
            End = _end,
        };
    }

    private void RefuseMissingLog(SegmentChain chain)
    {
        long held = Math.Max(Math.Max(range.HeldBySnapshot, _anchorLast), start.LastSequence);
        if (chain.Count > 0 || (range.SeenByConsumer == 0 && held == 0))
        {
            return;
        }
        bool isConsumer = range.SeenByConsumer > 0;
        RecoveryRow row = RecoveryTable.Decide(
            RecoveryFinding.ZeroSpace, isConsumer ? RecoveryEvidence.ConsumerCursor : RecoveryEvidence.Snapshot);
        _detail = isConsumer
            ? $"no segment file, a consumer has seen {range.SeenByConsumer}"
            : $"no segment file, a snapshot or the archive holds {held}";
        throw new RecoveryRefusedException(folder, 0, _nextSequence, row, _detail);
    }

    /// <summary>
    /// The segment where reading begins: the first, or the one whose live part holds the anchor, of which only the name
    /// is known yet.
    /// </summary>
    private int EnterAtAnchor(SegmentChain chain)
    {
        if (range.After is not { } anchor || anchor.LastSequence <= start.LastSequence)
        {
            return 0;
        }
        int index = chain.Count - 1;
        while (chain.IsDead(index) || chain[index].FirstSequence > anchor.FirstSequence)
        {
            index--;
        }
        if (chain[index].FirstSequence > start.LastSequence + 1)
        {
            _nextSequence = chain[index].FirstSequence;
            _nextBatch = Unknown;
        }
        return index;
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
        while (!IsThrough)
        {
            RecoveryFinding finding = Classify(chain, index, offset, out BatchHeader header);
            RecoveryRow row = RecoveryTable.Decide(finding, Evidence(chain, index, offset, finding));
            switch (row.Decision)
            {
                case RecoveryDecision.Accept when header.LastSequence > range.Through:
                    _through = true;
                    return;
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
            ReadOnlySpan<byte> record = BatchCodec.NextRecord(ref payload);
            if (sequence > _anchorLast)
            {
                handler.OnRecord(sequence, record);
            }
        }
        _nextBatch = header.BatchNumber + 1;
        _nextSequence = header.LastSequence + 1;
        _epoch = header.Epoch;
        _previousCrc = header.HeaderCrc;
        _lastBatch = new BatchLocation(segment, offset, batchBytes);
        _end = CommandLogAnchor.Of(header);
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
        if (_nextBatch == Unknown)
        {
            (_nextBatch, _previousCrc, _epoch) = (header.BatchNumber, header.PreviousCrc, header.Epoch);
        }
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
        return ClassifyAnchor(header);
    }

    /// <summary>A batch that ends at the anchor or runs over it is the anchor, or the log is another one.</summary>
    private RecoveryFinding ClassifyAnchor(in BatchHeader header)
    {
        if (header.FirstSequence <= _anchorLast
            && header.LastSequence >= _anchorLast
            && CommandLogAnchor.Of(header) != range.After)
        {
            _detail = $"the log has {CommandLogAnchor.Of(header)}, the snapshot {range.After}";
            return RecoveryFinding.OtherHistory;
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
        if (range.SeenByConsumer >= _nextSequence)
        {
            return RecoveryEvidence.ConsumerCursor;
        }
        if (Math.Max(range.HeldBySnapshot, _anchorLast) >= _nextSequence)
        {
            return RecoveryEvidence.Snapshot;
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
