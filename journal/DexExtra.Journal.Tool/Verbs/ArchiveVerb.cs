using System.Text.Json.Nodes;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Messages.Text;
using DexExtra.Snapshots.Making;
using DexExtra.Snapshots.Retention;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// Moves closed segments that nobody needs into the archive, by the section "retention" of the configuration. Runs
/// beside the venue; a job of the operator's calendar.
/// </summary>
internal static class ArchiveVerb
{
    public static void Run(ToolContext context)
    {
        var places = context.Places;
        if (places.Venue is not { } venue
            || places.Retention is not { JournalArchive: { } journalArchive, EventsArchive: { } eventsArchive } rules)
        {
            throw ToolException.Arguments("needs --config FILE with the member archiveFolder in section \"retention\"");
        }

        var covers = context.Arguments.Number("--snapshot-covers", -1);
        var report = new RetentionRun(
            FileStorage.Instance,
            new VenueFolders(venue.JournalFolder, venue.EventsFolder, venue.SnapshotsFolder),
            new RetentionPlaces(venue.CursorsFolder, journalArchive, eventsArchive),
            RetentionRules.Of(rules.KeepSegments, rules.KeepGiB, rules.KeepDays),
            rules.EventConsumers).Run(covers < 0 ? null : covers, DateTime.UtcNow);
        context.Remark($"the oldest kept snapshot covers {report.SnapshotCovers}; {report.Followers}");
        Write(context, "commands", report.Commands);
        Write(context, "events", report.Events);
    }

    private static void Write(ToolContext context, string log, IReadOnlyList<ArchivedSegment> moved)
    {
        foreach (var segment in moved)
        {
            var line = new JsonObject { ["log"] = log };
            foreach (var (name, value) in MessageFieldsOf(segment))
            {
                line[name] = value;
            }

            context.Write(line);
        }

        context.Remark($"{log}: {moved.Count} segments archived");
    }

    private static IEnumerable<(string Name, JsonNode? Value)> MessageFieldsOf(ArchivedSegment segment) =>
    [
        ("file", segment.File),
        ("firstSequence", EnumText.Number(segment.FirstSequence)),
        ("lastSequence", EnumText.Number(segment.LastSequence)),
        ("bytes", EnumText.Number(segment.Bytes)),
        ("sha256", segment.Sha256),
    ];
}
