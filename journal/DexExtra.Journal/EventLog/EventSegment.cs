using System.Runtime.CompilerServices;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// One mapped segment file and the only code that knows its bytes: header check, record check, publication and zeroing.
/// Writing members belong to the single writer; reading members are safe in any process at the same time, because each
/// length is published after everything it covers and never changes afterwards.
/// </summary>
internal sealed unsafe class EventSegment : IDisposable
{
    private readonly IMappedFile _file;
    private byte* _start;

    private EventSegment(IMappedFile file)
    {
        _file = file;
        _start = file.Start;
        LengthBytes = (int)file.LengthBytes;
    }

    public string Path => _file.Path;

    public int LengthBytes { get; }

    private ref EventSegmentHeader Header => ref Unsafe.AsRef<EventSegmentHeader>(_start);

    public long FirstSequence => Header.FirstSequence;

    public uint PreviousCrc => Header.PreviousCrc;

    /// <summary>True once the header is published.</summary>
    public bool IsPublished => Volatile.Read(ref Header.Magic) != 0;

    /// <summary>True when something was published behind the header.</summary>
    public bool HasRecords
        => Volatile.Read(ref Unsafe.AsRef<int>(_start + EventLogFormat.SegmentHeaderBytes)) != 0;

    public static EventSegment Create(IMappedStorage storage, string path, int segmentBytes)
        => new(storage.CreateMapped(path, segmentBytes));

    /// <summary>Null when there is no such file (or it is empty).</summary>
    /// <exception cref="EventLogCorruptException">Its size cannot be a segment's.</exception>
    public static EventSegment? TryOpen(IMappedStorage storage, string path, bool writable)
    {
        IMappedFile? file = storage.TryOpenMapped(path, writable);
        if (file is null)
        {
            return null;
        }
        if (file.LengthBytes is >= EventLogFormat.MinSegmentBytes and <= EventLogFormat.MaxSegmentBytes)
        {
            return new EventSegment(file);
        }
        long length = file.LengthBytes;
        file.Dispose();
        throw new EventLogCorruptException(path, 0, 0, $"{length} bytes is no segment size");
    }

    public void MoveTo(string path) => _file.MoveTo(path);

    /// <summary>Writes and publishes the header of a zeroed segment.</summary>
    public void PublishHeader(long firstSequence, uint previousCrc)
    {
        var header = new EventSegmentHeader
        {
            Magic = EventLogFormat.SegmentMagic,
            Version = EventLogFormat.Version,
            HeaderBytes = EventLogFormat.SegmentHeaderBytes,
            FirstSequence = firstSequence,
            SegmentBytes = _file.LengthBytes,
            PreviousCrc = previousCrc,
        };
        header.HeaderCrc = header.ComputeCrc();
        ref EventSegmentHeader target = ref Header;
        target.Version = header.Version;
        target.HeaderBytes = header.HeaderBytes;
        target.FirstSequence = header.FirstSequence;
        target.SegmentBytes = header.SegmentBytes;
        target.PreviousCrc = header.PreviousCrc;
        target.HeaderCrc = header.HeaderCrc;
        Volatile.Write(ref target.Magic, header.Magic);
    }

    /// <summary>
    /// Null when the published header is right for a segment that starts at this sequence, else the reason.
    /// </summary>
    /// <exception cref="EventLogCorruptException">The header is intact and of another format version.</exception>
    public string? CheckHeader(long firstSequence)
    {
        EventSegmentHeader header = Header;
        if (header.Magic != EventLogFormat.SegmentMagic)
        {
            return "segment header: wrong magic";
        }
        if (header.HeaderCrc != header.ComputeCrc() || !header.IsReservedZero)
        {
            return "segment header: checksum mismatch";
        }
        if (header.Version != EventLogFormat.Version || header.HeaderBytes != EventLogFormat.SegmentHeaderBytes)
        {
            // intact but foreign: never something to zero and continue
            throw new EventLogCorruptException(
                Path, 0, firstSequence, $"format version {header.Version} is not supported by this build");
        }
        if (header.FirstSequence != firstSequence)
        {
            return $"segment header: first sequence {header.FirstSequence} contradicts the file name";
        }
        return header.SegmentBytes == _file.LengthBytes ? null : "segment header: size contradicts the file";
    }

    /// <summary>Examines the record at the offset; on Valid the payload and the chained CRC are set.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public EventRecordState Examine(
        int offset, long sequence, uint previousCrc, out ReadOnlySpan<byte> payload, out uint crc)
    {
        payload = default;
        crc = 0;
        byte* at = _start + offset;
        int length = Volatile.Read(ref Unsafe.AsRef<int>(at));
        if (length <= 0)
        {
            return length switch
            {
                0 => EventRecordState.Nothing,
                EventLogFormat.EndOfSegment => EventRecordState.EndOfSegment,
                _ => EventRecordState.Damaged,
            };
        }
        if (length < EventLogFormat.RecordHeaderBytes || length > LengthBytes - EventLogFormat.MarkerBytes - offset)
        {
            return EventRecordState.Damaged;
        }
        var header = (EventRecordHeader*)at;
        int payloadBytes = length - EventLogFormat.RecordHeaderBytes;
        crc = EventRecordHeader.ComputeCrc(previousCrc, length, sequence, PaddedPayload(at, payloadBytes));
        if (header->Sequence != sequence || header->Crc != crc)
        {
            return EventRecordState.Damaged;
        }
        payload = new ReadOnlySpan<byte>(at + EventLogFormat.RecordHeaderBytes, payloadBytes);
        return EventRecordState.Valid;
    }

    /// <summary>Why <see cref="Examine"/> called the bytes at the offset damaged.</summary>
    public string DescribeDamage(int offset, long sequence)
    {
        var header = (EventRecordHeader*)(_start + offset);
        if (header->LengthBytes < EventLogFormat.RecordHeaderBytes
            || header->LengthBytes > LengthBytes - EventLogFormat.MarkerBytes - offset)
        {
            return $"record length {header->LengthBytes} is impossible";
        }
        return header->Sequence != sequence
            ? $"record carries sequence {header->Sequence}"
            : "record checksum mismatch";
    }

    public Span<byte> Bytes(int offset, int lengthBytes) => new(_start + offset, lengthBytes);

    /// <summary>
    /// Completes and publishes the record whose payload already stands behind its header; returns the CRC.
    /// </summary>
    public uint PublishRecord(int offset, long sequence, uint previousCrc, int payloadBytes)
    {
        byte* at = _start + offset;
        int length = EventLogFormat.RecordHeaderBytes + payloadBytes;
        uint crc = EventRecordHeader.ComputeCrc(previousCrc, length, sequence, PaddedPayload(at, payloadBytes));
        var header = (EventRecordHeader*)at;
        header->Crc = crc;
        header->Sequence = sequence;
        Volatile.Write(ref header->LengthBytes, length);
        return crc;
    }

    public void PublishEnd(int offset)
        => Volatile.Write(ref Unsafe.AsRef<int>(_start + offset), EventLogFormat.EndOfSegment);

    /// <summary>
    /// Zeroes everything from the offset on, touching only pages that hold something. Returns the length of the zeroed
    /// range up to its last byte that was not zero already.
    /// </summary>
    public int ZeroFrom(int offset)
    {
        int used = 0;
        for (int start = offset; start < LengthBytes;)
        {
            int end = Math.Min((start | (EventLogFormat.PageBytes - 1)) + 1, LengthBytes);
            Span<byte> page = Bytes(start, end - start);
            int last = page.LastIndexOfAnyExcept((byte)0);
            if (last >= 0)
            {
                used = start + last + 1 - offset;
                page[..(last + 1)].Clear();
            }
            start = end;
        }
        return used;
    }

    public void Dispose()
    {
        _start = null;
        _file.Dispose();
    }

    private static ReadOnlySpan<byte> PaddedPayload(byte* record, int payloadBytes)
        => new(
            record + EventLogFormat.RecordHeaderBytes,
            EventLogFormat.AlignedRecordBytes(payloadBytes) - EventLogFormat.RecordHeaderBytes);
}
