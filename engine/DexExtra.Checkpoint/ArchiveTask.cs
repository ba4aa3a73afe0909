using System.Diagnostics;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Making;
using DexExtra.Snapshots.Retention;
using Microsoft.Extensions.Logging;

namespace DexExtra.Checkpoint;

/// <summary>
/// Retention on its own, between two snapshots and at the process's low priority: every so many minutes what neither
/// snapshots nor followers need moves to the archive. Off unless the configuration says how often (ADR 0018). A run
/// that fails is a warning, and the next one comes. Checkpoint's loop only.
/// </summary>
internal sealed class ArchiveTask
{
    private readonly RetentionRun? _run;
    private readonly TimeSpan _period;
    private readonly CheckpointStatus _status;
    private readonly ILogger _log;
    private long? _last;

    public ArchiveTask(VenueSection venue, RetentionSection rules, CheckpointStatus status, ILogger log)
    {
        (_status, _log) = (status, log);
        _period = TimeSpan.FromMinutes(rules.EveryMinutes);
        if (rules is { EveryMinutes: > 0, JournalArchive: { } journal, EventsArchive: { } events })
        {
            _run = new RetentionRun(
                FileStorage.Instance,
                new VenueFolders(venue.JournalFolder, venue.EventsFolder, venue.SnapshotsFolder),
                new RetentionPlaces(venue.CursorsFolder, journal, events),
                RetentionRules.Of(rules.KeepSegments, rules.KeepGiB, rules.KeepDays),
                rules.EventConsumers);
        }
    }

    /// <summary>Runs when the period is over; the first time right away.</summary>
    public void RunWhenDue()
    {
        if (_run is not null && (_last is not { } last || Stopwatch.GetElapsedTime(last) >= _period))
        {
            Run(_run);
            _last = Stopwatch.GetTimestamp();
        }
    }

    private void Run(RetentionRun run)
    {
        try
        {
            var report = run.Run(null, DateTime.UtcNow);
            _status.Archived(report.Commands.Count + report.Events.Count);
            _log.LogInformation(
                "archive: {Commands} segments of commands and {Events} of events moved; the oldest kept snapshot "
                + "covers {Covers}; {Followers}",
                report.Commands.Count, report.Events.Count, report.SnapshotCovers, report.Followers);
        }
        catch (Exception error) when (error is StorageException or RecoveryRefusedException)
        {
            _status.ArchiveFailed(error.Message);
            _log.LogError("nothing more was archived: {Message}", error.Message);
        }
    }
}
