using System.Text.Json.Nodes;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;

namespace DexExtra.Journal.Tool.Verbs;

/// <summary>
/// Brings archived segments of both logs back, for the first start of a new build: no snapshot covers them for it. The
/// venue is down.
/// </summary>
internal static class BringBackVerb
{
    public static void Run(ToolContext context)
    {
        var places = context.Places;
        if (places.Venue is not { } venue || places.JournalArchive is not { } journalArchive)
        {
            throw ToolException.Arguments("needs --config FILE, and archiveFolder in its section \"retention\"");
        }

        var archived = ArchiveManifest.Read(FileStorage.Instance, venue.JournalFolder);
        var isNeeded = archived.Count > 0 && !IsCovered(venue.SnapshotsFolder, archived[^1]);
        if (context.Arguments.Has("--if-needed") && !isNeeded)
        {
            context.Remark("nothing is archived that a start of this build needs");
            return;
        }

        using var taken = Lock(venue.JournalFolder);
        Write(context, "commands", Return(venue.JournalFolder, journalArchive));
        Write(context, "events", Return(venue.EventsFolder, places.EventsArchive!));
    }

    /// <summary>True when a snapshot of this build holds all that is archived.</summary>
    private static bool IsCovered(string snapshots, ArchivedSegment last) =>
        new SnapshotFolder(FileStorage.Instance, snapshots).List().Entries.Any(entry =>
            entry.Header.Build == SnapshotBuild.Current && entry.Header.Sequence >= last.LastSequence);

    private static IReadOnlyList<ArchivedSegment> Return(string folder, string archive) =>
        new ArchiveReturn(FileStorage.Instance, folder, archive).Run();

    private static IDisposable Lock(string journal)
    {
        try
        {
            return FileStorage.Instance.LockFolder(journal);
        }
        catch (StorageException error) when (error.Errno == Errno.WouldBlock)
        {
            throw ToolException.Damage("the venue is running: stop the engine first");
        }
    }

    private static void Write(ToolContext context, string log, IReadOnlyList<ArchivedSegment> segments) =>
        context.Write(new JsonObject
        {
            ["log"] = log,
            ["segments"] = segments.Count,
            ["lastSequence"] = segments.Count > 0 ? segments[^1].LastSequence : 0,
        });
}
