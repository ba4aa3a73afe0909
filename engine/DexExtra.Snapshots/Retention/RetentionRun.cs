using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;

namespace DexExtra.Snapshots.Retention;

/// <summary>
/// One run of retention over both logs of a venue: closed segments that neither the oldest kept snapshot nor, for
/// events, a follower's cursor needs move to the archive. Beside the venue; one thread.
/// </summary>
/// <param name="storage">Where logs, snapshots, cursors and archive are.</param>
/// <param name="folders">The venue's folders.</param>
/// <param name="places">The folder of cursors and those of the archive.</param>
/// <param name="rules">What stays whatever a snapshot covers.</param>
/// <param name="consumers">Names of the followers that hold event segments back.</param>
public sealed class RetentionRun(
    IStorage storage, VenueFolders folders, RetentionPlaces places, RetentionRules rules,
    IReadOnlyList<string> consumers)
{
    /// <summary>Moves what may go.</summary>
    /// <param name="snapshotCovers">Null: what the oldest kept snapshot covers; without one nothing goes.</param>
    /// <param name="nowUtc">For the age of segments and the archive's manifest.</param>
    /// <exception cref="RecoveryRefusedException">Commands that would go do not verify.</exception>
    /// <exception cref="StorageException">
    /// Events that would go do not verify, the disk refuses, or another archiver is at work.
    /// </exception>
    public RetentionReport Run(long? snapshotCovers, DateTime nowUtc)
    {
        var snapshot = snapshotCovers ?? OldestSnapshot();
        var floor = ConsumerFloor.Of(storage, places.Cursors, consumers);
        var archiver = new LogArchiver(storage, rules, nowUtc);
        return new RetentionReport
        {
            SnapshotCovers = snapshot,
            Followers = floor,
            Commands = archiver.ArchiveCommands(folders.Journal, places.JournalArchive, snapshot),
            Events = archiver.ArchiveEvents(
                folders.Events, places.EventsArchive, Math.Min(snapshot, floor.Sequence)),
        };
    }

    /// <summary>
    /// Of those that this build can use, because a start needs one that covers what went. 0 when there is none: nothing
    /// may go.
    /// </summary>
    private long OldestSnapshot() => new SnapshotFolder(storage, folders.Snapshots).List().Entries
        .Where(entry => entry.Header.Build == SnapshotBuild.Current)
        .Select(entry => entry.Header.Sequence)
        .DefaultIfEmpty()
        .Min();
}
