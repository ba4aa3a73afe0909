namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Constants of command log format v1 (byte diagrams: <see cref="BatchHeader"/>, journal/FORMAT.md). Batches start on
/// page boundaries, so that writing one never touches a page or sector that holds durable bytes of another.
/// </summary>
public static class CommandLogFormat
{
    public const int Version = 1;
    public const int BatchAlignmentBytes = 4096;
    public const int DefaultSegmentBytes = 64 << 20;
    public const int MaxSegmentBytes = 1 << 30;
    public const int DefaultBatchBytes = 1 << 20;

    /// <summary>No reader accepts a larger batch, no writer can be configured to write one.</summary>
    public const int MaxBatchBytes = 16 << 20;

    /// <summary>"DXEBATCH" read as a little-endian number.</summary>
    internal const ulong BatchMagic = 0x4843_5441_4245_5844;

    /// <summary>"BEND" read as a little-endian number.</summary>
    internal const uint FooterMagic = 0x444E_4542;

    internal const int BatchHeaderBytes = 80;
    internal const int FooterBytes = 16;
    internal const int RecordHeaderBytes = 8;
    internal const int RecordAlignmentBytes = 8;
    internal const string PreparedFileName = "next.prepared";

    internal static int AlignedRecordBytes(int recordBytes)
        => (RecordHeaderBytes + recordBytes + RecordAlignmentBytes - 1) & -RecordAlignmentBytes;

    /// <summary>Bytes a batch occupies in its segment.</summary>
    internal static int BatchBytes(int payloadBytes)
        => (BatchHeaderBytes + payloadBytes + FooterBytes + BatchAlignmentBytes - 1) & -BatchAlignmentBytes;
}
