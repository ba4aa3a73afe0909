using System.Runtime.InteropServices;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// Head of each record; little-endian, 8-aligned; the payload follows at once and is zero-padded to 8.
/// <code>
///  0             4            8              16
///  +-------------+------------+--------------+---------- - - -+---------+
///  | lengthBytes | crc        | sequence     | payload        | padding |
///  | i32         | u32        | i64          |                | to 8    |
///  +-------------+------------+--------------+---------- - - -+---------+
/// </code>
/// lengthBytes: 16 + payload; 0 = nothing here yet; −1 = end of segment. Written last with release semantics.
/// crc: CRC32C over lengthBytes, sequence, payload and padding, seeded with the record before it (chain).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = EventLogFormat.RecordHeaderBytes)]
internal struct EventRecordHeader
{
    public int LengthBytes;
    public uint Crc;
    public long Sequence;

    public static uint ComputeCrc(
        uint previousCrc, int lengthBytes, long sequence, ReadOnlySpan<byte> paddedPayload)
    {
        uint crc = Crc32C.Append(previousCrc, (ulong)(uint)lengthBytes);
        crc = Crc32C.Append(crc, (ulong)sequence);
        return Crc32C.Append(crc, paddedPayload);
    }
}
