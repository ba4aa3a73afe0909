using System.Runtime.InteropServices;

namespace DexExtra.Transport.Streams;

/// <summary>
/// What precedes each message in a stream, little-endian, 32-byte aligned. The length is stored last and zero until
/// then; the position tells a frame of this lap from what an earlier lap left behind.
/// <code>
/// 0 i32 length, header included; 0 = not committed    4 i32 type    8 i64 position of this frame    16 message
/// </code>
/// </summary>
[StructLayout(LayoutKind.Explicit, Size = SizeBytes)]
internal struct FrameHeader
{
    public const int SizeBytes = 16;
    public const int AlignmentBytes = 32;

    /// <summary>A message.</summary>
    public const int DataType = 1;

    /// <summary>Unused bytes up to the end of the buffer.</summary>
    public const int PaddingType = 2;

    [FieldOffset(0)]
    public int Length;

    [FieldOffset(4)]
    public int Type;

    [FieldOffset(8)]
    public long Position;

    /// <summary>Bytes a frame of this length occupies.</summary>
    public static int Align(int lengthBytes) => (lengthBytes + AlignmentBytes - 1) & -AlignmentBytes;
}
