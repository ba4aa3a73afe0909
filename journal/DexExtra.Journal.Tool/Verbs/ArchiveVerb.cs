using System.Text.Json.Nodes;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Messages.Text;
using DexExtra.Snapshots.Files;

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
        if (places.Venue is not { } venue || places.JournalArchive is not { } journalArchive)
        {
            throw ToolException.Arguments("needs --config FILE with the member archiveFolder in section \"retention\"");
        }

        var snapshot = context.Arguments.Number("--snapshot-covers", OldestSnapshot(venue));
        var consumers = ConsumerFloor.Of(venue.DataFolder, places.Retention.EventConsumers);
        context.Remark($"the oldest kept snapshot covers {snapshot}; {consumers}");
        var archiver = new LogArchiver(FileStorage.Instance, places.Retention.Rules, DateTime.UtcNow);
        Write(context, "commands", archiver.ArchiveCommands(venue.JournalFolder, journalArchive, snapshot));
        Write(context, "events", archiver.ArchiveEvents(
            venue.EventsFolder, places.EventsArchive!, Math.Min(snapshot, consumers.Sequence)));
    }

    /// <summary>0 when there is none: nothing may go.</summary>
    private static long OldestSnapshot(VenueSection venue) =>
        new SnapshotFolder(FileStorage.Instance, venue.SnapshotsFolder).List().Entries is [.., var oldest]
            ? oldest.Header.Sequence
            : 0;

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
