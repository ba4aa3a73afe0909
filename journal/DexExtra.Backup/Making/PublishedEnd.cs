using System.Globalization;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Making;

/// <summary>How far the venue has published: every command up to there is durable (ADR 0004). Stateless.</summary>
internal static class PublishedEnd
{
    private const string Extension = ".events";
    private const int SegmentsBack = 2;

    /// <summary>0 when nothing is published.</summary>
    /// <exception cref="EventLogCorruptException">A record of the last segments does not verify.</exception>
    public static long Read(string eventsFolder)
    {
        var segments = Segments(eventsFolder);
        if (segments.Count == 0)
        {
            return 0;
        }

        // the newest file may be one that is not in use yet: the one before it has the end then
        var first = long.Parse(
            Path.GetFileNameWithoutExtension(segments[Math.Max(0, segments.Count - SegmentsBack)]),
            NumberStyles.None, CultureInfo.InvariantCulture);
        using var reader = EventLogReader.Open(eventsFolder, first - 1);
        while (reader.TryRead(out _, out _))
        {
        }

        return reader.LastSequence;
    }

    /// <summary>Bytes of each segment of the event log.</summary>
    public static int SegmentBytes(string eventsFolder)
    {
        var segments = Segments(eventsFolder);
        return segments.Count > 0
            ? checked((int)new FileInfo(Path.Combine(eventsFolder, segments[^1])).Length)
            : EventLogFormat.DefaultSegmentBytes;
    }

    private static List<string> Segments(string folder) =>
        [.. FileStorage.Instance.ListFiles(folder).Where(file => file.EndsWith(Extension, StringComparison.Ordinal))];
}
