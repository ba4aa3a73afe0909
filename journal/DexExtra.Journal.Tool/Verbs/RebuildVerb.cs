using System.Text.Json.Nodes;
using DexExtra.Journal.EventLog;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// Writes the event log again from the command log, into another folder, and compares file by file with the one that is
/// there: names and bytes must be equal (ADR 0002).
/// </summary>
internal static class RebuildVerb
{
    public static void Run(ToolContext context)
    {
        var into = context.Arguments.Required("--into");
        if (Directory.Exists(into) && Directory.EnumerateFileSystemEntries(into).Any())
        {
            throw ToolException.Arguments($"{into} is not empty");
        }

        var present = Segments(context);
        var engine = Replay.Engine(context);
        var segmentBytes = SegmentBytes(context, present);
        var options = new EventLogOptions { SegmentBytes = segmentBytes, PrepareInBackground = false };
        using (var log = EventLogWriter.Open(into, options))
        {
            Replay.Run(context, (sequence, command) =>
            {
                log.Append(sequence, engine.Apply(sequence, command));
                return true;
            });
        }

        var rebuilt = Directory.GetFiles(into, "*.events").Select(path => Path.GetFileName(path)).ToList();
        var different = present.Union(rebuilt).Where(file => !IsEqual(context, into, file)).Order().ToList();
        context.Write(new JsonObject
        {
            ["folder"] = into,
            ["lastSequence"] = engine.Sequence,
            ["segments"] = rebuilt.Count,
            ["equalSegments"] = rebuilt.Count - rebuilt.Intersect(different).Count(),
            ["differentSegments"] = new JsonArray([.. different.Select(file => (JsonNode)file)]),
        });
        if (present.Count > 0 && different.Count > 0)
        {
            throw ToolException.Damage($"{different.Count} segments are not those of {context.Places.Events}");
        }
    }

    private static List<string> Segments(ToolContext context) => context.Places.Events is { } folder
        ? [.. context.Storage.ListFiles(folder).Where(file => file.EndsWith(".events", StringComparison.Ordinal))]
        : [];

    private static int SegmentBytes(ToolContext context, List<string> present)
    {
        if (present.Count == 0)
        {
            return EventLogFormat.DefaultSegmentBytes;
        }

        using var first = Open(context, present[0]);
        return checked((int)first.LengthBytes);
    }

    private static Storage.IStorageFile Open(ToolContext context, string file) =>
        context.Storage.Open(Path.Combine(context.RequiredEvents, file), Storage.StorageOpenMode.Read);

    private static bool IsEqual(ToolContext context, string into, string file)
    {
        if (!Segments(context).Contains(file) || !File.Exists(Path.Combine(into, file)))
        {
            return false;
        }

        using var present = Open(context, file);
        using var rebuilt = Storage.FileStorage.Instance.Open(Path.Combine(into, file), Storage.StorageOpenMode.Read);
        if (present.LengthBytes != rebuilt.LengthBytes)
        {
            return false;
        }

        var (one, other) = (new byte[1 << 20], new byte[1 << 20]);
        for (var offset = 0L; offset < present.LengthBytes;)
        {
            var read = present.ReadAt(one, offset);
            rebuilt.ReadAt(other.AsSpan(0, read), offset);
            if (!one.AsSpan(0, read).SequenceEqual(other.AsSpan(0, read)))
            {
                return false;
            }

            offset += read;
        }

        return true;
    }
}
