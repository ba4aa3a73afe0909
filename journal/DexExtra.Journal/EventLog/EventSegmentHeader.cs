using System.Runtime.InteropServices;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// First 64 bytes of an event segment; little-endian. A pure function of the records before it.
/// <code>
///  0        8        12       16              24            32        36       40        64
///  +--------+--------+--------+---------------+-------------+---------+--------+---------+
///  | magic  |version | header | firstSequence | segmentBytes| previous| header | reserved|
///  | u64    | i32    | bytes  | i64           | i64         | crc u32 | crc    | zero 24 |
///  +--------+--------+--------+---------------+-------------+---------+--------+---------+
/// </code>
/// previous crc: CRC register after the last record of the segment before (<see cref="Crc32C.Seed"/> for the first).
/// header crc: CRC32C over bytes 0–35 (the previous crc as 64 bits). Magic is written last with release semantics:
/// zero = not published.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = EventLogFormat.SegmentHeaderBytes)]
internal struct EventSegmentHeader
{
    public ulong Magic;
    public int Version;
    public int HeaderBytes;
    public long FirstSequence;
    public long SegmentBytes;
    public uint PreviousCrc;
    public uint HeaderCrc;
    public long Reserved0;
    public long Reserved1;
    public long Reserved2;

    public readonly bool IsReservedZero => (Reserved0 | Reserved1 | Reserved2) == 0;

    public readonly uint ComputeCrc()
    {
        uint crc = Crc32C.Append(Crc32C.Seed, Magic);
        crc = Crc32C.Append(crc, ((ulong)(uint)HeaderBytes << 32) | (uint)Version);
        crc = Crc32C.Append(crc, (ulong)FirstSequence);
        crc = Crc32C.Append(crc, (ulong)SegmentBytes);
        return Crc32C.Append(crc, (ulong)PreviousCrc);
    }
}
