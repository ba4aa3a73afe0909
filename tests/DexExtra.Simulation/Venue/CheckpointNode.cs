using System.Globalization;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;
using DexExtra.Snapshots.Retention;

namespace DexExtra.Simulation.Venue;

/// <summary>
/// The process checkpoint, one turn at a time: a snapshot of what is published, or a run of retention. It keeps nothing
/// between two turns, so that ending in the middle of one is ending.
/// </summary>
internal sealed class CheckpointNode(SimDisk disk, Reached reached)
{
    private const int KeptSegments = 2;
    private static readonly DateTime Now = DateTime.UnixEpoch;

    private readonly VenueFolders _folders = new(
        SimFolders.Journal, SimFolders.Events, SimFolders.Section.SnapshotsFolder);

    private int _boot;
    private UnsyncedEvents? _unsynced;

    /// <summary>The machine starts anew.</summary>
    public void LosePower()
    {
        _boot++;
        _unsynced = null;
    }

    /// <exception cref="ProofFailedException">P3: what was published is not what the commands give.</exception>
    public void MakeSnapshot(long published)
    {
        var maker = new SnapshotMaker(disk, _folders, EngineNode.Options, Report)
        {
            Events = disk,
            Unsynced = _unsynced ??= new UnsyncedEvents(
                disk, SimFolders.Section.SnapshotsFolder, _boot.ToString(CultureInfo.InvariantCulture)),
            ReleasesMemory = false,
            FirstHashSeed = EngineNode.Options.HashSeed,
        };
        try
        {
            if (maker.Make(published, CancellationToken.None) is not null)
            {
                reached.Add("snapshot made");
            }
        }
        catch (StorageException error) when (IsSimulated(error))
        {
            reached.Add("snapshot not made");
        }
        catch (SnapshotException error) when (error.Path.EndsWith(UnsyncedEvents.FileName, StringComparison.Ordinal))
        {
            reached.Add("snapshot refused after a failed sync");
        }
    }

    /// <summary>
    /// As far as the newest snapshot allows, because a run is too short for the oldest of three to move. What the
    /// followers need is in their cursor files.
    /// </summary>
    public void Archive()
    {
        var newest = new SnapshotFolder(disk, _folders.Snapshots).List().Entries
            .Select(static entry => entry.Header.Sequence).FirstOrDefault();
        var run = new RetentionRun(
            disk, _folders,
            new RetentionPlaces(SimFolders.Section.CursorsFolder, SimFolders.JournalArchive, SimFolders.EventsArchive),
            new RetentionRules { KeepSegments = KeptSegments }, ["persistence", "settlement"]);
        try
        {
            var report = run.Run(newest, Now);
            reached.Add("command segment archived", report.Commands.Count);
            reached.Add("event segment archived", report.Events.Count);
        }
        catch (StorageException error) when (IsSimulated(error))
        {
            reached.Add("archive stopped");
        }
    }

    /// <summary>As the followers do it every few seconds.</summary>
    public void Keep(string follower, (long Seen, long Done) position)
    {
        var seen = CursorFolder.Read(disk, SimFolders.Section.CursorsFolder, follower)?.Seen ?? 0;
        try
        {
            CursorFolder.Write(
                disk, SimFolders.Section.CursorsFolder,
                new FollowerCursor(follower, Math.Max(seen, position.Seen), position.Done));
        }
        catch (StorageException error) when (IsSimulated(error))
        {
            reached.Add("cursor file not written");
        }
    }

    private static bool IsSimulated(StorageException error) =>
        error.Message.Contains("simulated", StringComparison.Ordinal);

    private void Report(string _) => reached.Add("snapshot passed over");
}
