using System.Runtime.InteropServices;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Last 16 bytes of a batch, repeating what a backward scan needs; little-endian.
/// <code>
///   0             8              12        16
///   +-------------+--------------+---------+
///   | batchNumber | payloadBytes | magic   |
///   | i64         | i32          | u32     |
///   +-------------+--------------+---------+
/// </code>
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = CommandLogFormat.FooterBytes)]
internal struct BatchFooter
{
    public long BatchNumber;
    public int PayloadBytes;
    public uint Magic;
}
