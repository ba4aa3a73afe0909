namespace DexExtra.Journal.EventLog;

/// <summary>
/// Verifies the whole log when the writer opens it and restores the writer's invariant: behind the last record that
/// verifies everything is zero, in this segment (end marker included) and in later ones, whose files stay in place for
/// reuse because followers may have them mapped. Runs once, on the opening thread, under the folder lock.
/// </summary>
internal sealed class EventLogScanner(string folder, int defaultSegmentBytes)
{
    /// <summary>The segment to continue in; null for an empty log.</summary>
    public EventSegment? LastSegment { get; private set; }

    public int SegmentBytes { get; private set; } = defaultSegmentBytes;

    public int Offset { get; private set; }

    public uint PreviousCrc { get; private set; } = Crc32C.Seed;

    public long LastSequence { get; private set; }

    public EventLogDamage? Damage { get; private set; }

    public long ZeroedBytes { get; private set; }

    public void Run()
    {
        bool continues = true;
        foreach (long first in EventLogFormat.ListSegments(folder))
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
            EventSegment? segment = EventSegment.TryOpen(path, writable: true);
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
        Storage.FileStorage.Instance.Delete(path);
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
            Storage.FileStorage.Instance.Delete(segment.Path);
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
        return segment.PreviousCrc == PreviousCrc ? null : "segment does not continue the one before it";
    }
}
