using System.Runtime.InteropServices;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Head of a batch: one batch is one write and one sync. Little-endian, starts on a 4 KiB boundary.
/// <code>
///   0            8         10        12          16              24            32              40
///   +------------+---------+---------+-----------+---------------+-------------+---------------+--------------+
///   | magic u64  | version | flags   | headerCrc | segmentNumber | batchNumber | firstSequence | lastSequence |
///   |            | u16     | u16     | u32       | i64           | i64         | i64           | i64          |
///   +------------+---------+---------+-----------+---------------+-------------+---------------+--------------+
///   48           56        64           68             72           76            80
///   +------------+---------+------------+--------------+------------+-------------+------- - - -+--------+------+
///   | durableUpTo| epoch   | recordCount| payloadBytes | payloadCrc | previousCrc | payload     | footer | zero |
///   | i64        | i64     | i32        | i32          | u32        | u32         |             | 16     | pad  |
///   +------------+---------+------------+--------------+------------+-------------+------- - - -+--------+------+
///   payload: records { i32 lengthBytes, i32 zero, bytes, zero pad to 8 }     footer: <see cref="BatchFooter"/>
/// </code>
/// headerCrc: CRC32C of the batch's offset in its segment and of all header bytes but itself; through payloadCrc it
/// covers the payload, through segmentNumber and offset it never validates in another place. previousCrc: headerCrc of
/// the batch before. durableUpTo: every sequence up to it was on stable storage before this batch was written; a valid
/// batch thereby proves earlier ones durable.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = CommandLogFormat.BatchHeaderBytes)]
internal struct BatchHeader
{
    public ulong Magic;
    public ushort Version;
    public BatchFlags Flags;
    public uint HeaderCrc;
    public long SegmentNumber;
    public long BatchNumber;
    public long FirstSequence;
    public long LastSequence;
    public long DurableUpTo;
    public long Epoch;
    public int RecordCount;
    public int PayloadBytes;
    public uint PayloadCrc;
    public uint PreviousCrc;

    /// <summary>The checksum these fields must carry at this offset of the segment.</summary>
    public readonly uint ComputeCrc(long offset)
    {
        uint crc = Crc32C.Append(Crc32C.Seed, (ulong)offset);
        crc = Crc32C.Append(crc, Magic);
        crc = Crc32C.Append(crc, ((ulong)Flags << 16) | Version);
        crc = Crc32C.Append(crc, (ulong)SegmentNumber);
        crc = Crc32C.Append(crc, (ulong)BatchNumber);
        crc = Crc32C.Append(crc, (ulong)FirstSequence);
        crc = Crc32C.Append(crc, (ulong)LastSequence);
        crc = Crc32C.Append(crc, (ulong)DurableUpTo);
        crc = Crc32C.Append(crc, (ulong)Epoch);
        crc = Crc32C.Append(crc, ((ulong)(uint)PayloadBytes << 32) | (uint)RecordCount);
        return Crc32C.Append(crc, ((ulong)PreviousCrc << 32) | PayloadCrc);
    }
}
