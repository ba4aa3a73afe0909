using System.Globalization;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// Constants and file names of event log format v1 (byte diagrams: <see cref="EventSegmentHeader"/>,
/// <see cref="EventRecordHeader"/>, journal/FORMAT.md). Offsets in a segment fit an int because segments are ≤ 1 GiB.
/// </summary>
public static class EventLogFormat
{
    public const int Version = 1;
    public const int PageBytes = 4096;
    public const int DefaultSegmentBytes = 64 << 20;
    public const int MinSegmentBytes = PageBytes;
    public const int MaxSegmentBytes = 1 << 30;

    /// <summary>"DXEEVENT" read as a little-endian number; published last, zero means "not there yet".</summary>
    internal const ulong SegmentMagic = 0x544E_4556_4545_5844;

    internal const int SegmentHeaderBytes = 64;
    internal const int RecordHeaderBytes = 16;
    internal const int RecordAlignmentBytes = 8;

    /// <summary>Length field of the marker that says "the next record opens the next segment".</summary>
    internal const int EndOfSegment = -1;

    /// <summary>Room every record leaves behind it, so that the marker always fits.</summary>
    internal const int MarkerBytes = 8;

    internal const string PreparedFileName = "next.prepared";
    private const string Extension = ".events";
    private const int NameDigits = 20;

    /// <summary>Largest payload a segment of this size can hold.</summary>
    public static int MaxPayloadBytes(int segmentBytes)
        => segmentBytes - SegmentHeaderBytes - RecordHeaderBytes - MarkerBytes;

    internal static int AlignedRecordBytes(int payloadBytes)
        => (RecordHeaderBytes + payloadBytes + RecordAlignmentBytes - 1) & -RecordAlignmentBytes;

    internal static string SegmentPath(string folder, long firstSequence)
        => Path.Combine(folder, firstSequence.ToString("D20", CultureInfo.InvariantCulture) + Extension);

    /// <summary>First sequences of the segment files in the folder, ascending; empty when there is no folder.</summary>
    internal static List<long> ListSegments(Storage.IStorage storage, string folder)
    {
        List<long> found = [];
        foreach (string name in storage.ListFiles(folder))
        {
            if (name.Length == NameDigits + Extension.Length
                && name.EndsWith(Extension, StringComparison.Ordinal)
                && TryDigits(name.AsSpan(0, NameDigits), out long first))
            {
                found.Add(first);
            }
        }
        found.Sort();
        return found;
    }

    private static bool TryDigits(ReadOnlySpan<char> digits, out long value)
        => long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out value);
}
