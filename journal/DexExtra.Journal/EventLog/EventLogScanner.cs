using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// Verifies the whole log when the writer opens it and restores the writer's invariant: behind the last record that
/// verifies everything is zero, in this segment (end marker included) and in later ones, whose files stay in place for
/// reuse because followers may have them mapped. With a mark the walk begins at the segment that holds it; a log that
/// does not hold it is walked from the beginning. Runs once, on the opening thread, under the folder lock.
/// </summary>
internal sealed class EventLogScanner(
    IMappedStorage storage, string folder, int defaultSegmentBytes, EventLogMark? mark, EventLogStart start)
{
    /// <summary>The segment to continue in; null for an empty log.</summary>
    public EventSegment? LastSegment { get; private set; }

    public int SegmentBytes { get; private set; } = defaultSegmentBytes;

    public int Offset { get; private set; }

    public uint PreviousCrc { get; private set; } = start.RecordCrc;

    public long LastSequence { get; private set; } = start.LastSequence;

    public EventLogDamage? Damage { get; private set; }

    public long ZeroedBytes { get; private set; }

    /// <summary>True when the log holds the record that the mark names, byte for byte.</summary>
    public bool HoldsMark { get; private set; }

    public void Run()
    {
        // what begins before is in the archive, a crash only kept it from being deleted here
        List<long> segments =
            [.. EventLogFormat.ListSegments(storage, folder).Where(first => first > start.LastSequence)];
        int entry = mark is null ? 0 : FindMark(segments);
        if (entry > 0)
        {
            LastSequence = segments[entry] - 1;
        }
        Walk(segments[entry..]);
    }

    /// <summary>
    /// The segment that holds the mark, when everything from its beginning up to the mark verifies and leads to the
    /// mark's checksum; else the first.
    /// </summary>
    private int FindMark(List<long> segments)
    {
        int index = segments.FindLastIndex(first => first <= mark!.Value.Sequence);
        if (index < 0)
        {
            HoldsMark = start == new EventLogStart(mark!.Value.Sequence, mark.Value.Crc);
            return 0;
        }
        try
        {
            using EventLogReader reader = EventLogReader.Open(storage, folder, mark!.Value.Sequence - 1);
            HoldsMark = reader.TryRead(out _, out _) && reader.LastCrc == mark.Value.Crc;
        }
        catch (EventLogCorruptException)
        {
            HoldsMark = false; // the walk from the beginning names the damage
        }
        return HoldsMark ? index : 0;
    }

    private void Walk(List<long> segments)
    {
        bool continues = true;
        foreach (long first in segments)
        {
            EventSegment? segment = OpenOrDelete(EventLogFormat.SegmentPath(folder, first));
            continues = continues && segment is not null && TryWalk(segment, first);
            if (!continues && segment is not null && segment != LastSegment)
            {
                Discard(segment);
            }
        }
        if (LastSegment is not null)
        {
            ZeroedBytes += LastSegment.ZeroFrom(Offset);
        }
    }

    /// <summary>Null after deleting a file whose size is no segment's, which no follower can have mapped.</summary>
    private EventSegment? OpenOrDelete(string path)
    {
        string reason = "the file is empty";
        try
        {
            EventSegment? segment = EventSegment.TryOpen(storage, path, writable: true);
            if (segment is not null)
            {
                return segment;
            }
        }
        catch (EventLogCorruptException e)
        {
            reason = e.Reason;
        }
        Damage ??= new EventLogDamage(path, 0, LastSequence + 1, reason);
        storage.Delete(path);
        return null;
    }

    /// <summary>Zeroes a segment behind the end of the log; deletes it when its size forbids using it again.</summary>
    private void Discard(EventSegment segment)
    {
        if (segment.HasRecords)
        {
            Damage ??= new EventLogDamage(segment.Path, 0, LastSequence + 1, "records stand behind the end of the log");
        }
        ZeroedBytes += segment.ZeroFrom(0);
        bool reusable = segment.LengthBytes == SegmentBytes;
        segment.Dispose();
        if (!reusable)
        {
            storage.Delete(segment.Path);
        }
    }

    /// <summary>Walks one segment; true when the next one may continue behind it.</summary>
    private bool TryWalk(EventSegment segment, long first)
    {
        if (!segment.IsPublished && first == LastSequence + 1)
        {
            return false;
        }
        string? reason = CheckContinuation(segment, first);
        if (reason is not null)
        {
            Damage = new EventLogDamage(segment.Path, 0, LastSequence + 1, reason);
            return false;
        }
        LastSegment?.Dispose();
        LastSegment = segment;
        SegmentBytes = segment.LengthBytes;
        PreviousCrc = segment.PreviousCrc;
        Offset = EventLogFormat.SegmentHeaderBytes;
        while (true)
        {
            switch (segment.Examine(Offset, LastSequence + 1, PreviousCrc, out var payload, out uint crc))
            {
                case EventRecordState.Valid:
                    Offset += EventLogFormat.AlignedRecordBytes(payload.Length);
                    PreviousCrc = crc;
                    LastSequence++;
                    break;
                case EventRecordState.EndOfSegment:
                    ZeroedBytes += segment.ZeroFrom(Offset + sizeof(int));
                    return true;
                case EventRecordState.Damaged:
                    Damage = new EventLogDamage(
                        segment.Path, Offset, LastSequence + 1, segment.DescribeDamage(Offset, LastSequence + 1));
                    return false;
                default:
                    return false;
            }
        }
    }

    private string? CheckContinuation(EventSegment segment, long first)
    {
        if (first != LastSequence + 1)
        {
            return first > LastSequence
                ? $"segment starts at {first}: a segment before it is missing"
                : $"segment starts at {first}: overlaps the segment before it";
        }
        string? reason = segment.CheckHeader(first);
        if (reason is not null)
        {
            return reason;
        }
        if (LastSegment is not null && segment.LengthBytes != SegmentBytes)
        {
            return "segment size differs from the one before it";
        }
        bool isEntry = LastSegment is null && first > start.LastSequence + 1;
        return isEntry || segment.PreviousCrc == PreviousCrc ? null : "segment does not continue the one before it";
    }
}
