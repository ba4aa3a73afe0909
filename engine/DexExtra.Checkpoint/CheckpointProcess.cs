using System.Diagnostics;
using DexExtra.Engine;
using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Image;
using DexExtra.Snapshots.Making;
using Microsoft.Extensions.Logging;

namespace DexExtra.Checkpoint;

/// <summary>
/// The composition root: wait until a snapshot is due, make it, wait again. The engine process knows nothing of this
/// one. A snapshot that cannot be made is a warning; published events that differ from what the commands give, or a
/// damaged command log, end the process with exit code 74, and the supervisor does not start it again.
/// </summary>
internal static class CheckpointProcess
{
    private static readonly TimeSpan PollInterval = TimeSpan.FromSeconds(1);

    public static async Task RunAsync(string[] args, ServiceContext context)
    {
        var (venue, section) = VenueConfig.Load<CheckpointSection>(args, "checkpoint");
        var (_, retention) = VenueConfig.Load(args, RetentionSection.SectionName, new RetentionSection());
        var options = new EngineOptions { NettedSettlement = VenueConfig.Flag(args, "engine", "nettedSettlement") };
        var status = new CheckpointStatus();
        CheckpointMetrics.Register(status);
        await using var web = await HealthServer.StartAsync(section.HealthPort, context.Loggers, status.Report);
        var archive = new ArchiveTask(venue, retention, status, context.Log);
        try
        {
            await RunAsync(venue, section, options, archive, status, context);
        }
        catch (Exception error) when (error is StorageException or RecoveryRefusedException or ProofFailedException)
        {
            throw new FatalException(ExitCodes.Storage, error.Message);
        }
        catch (EventLogCorruptException error)
        {
            // what a power cut left is put right by the engine's start: worth another try
            throw new FatalException(ExitCodes.Software, error.Message);
        }
    }

    private static async Task RunAsync(
        VenueSection venue, CheckpointSection section, EngineOptions options, ArchiveTask archive,
        CheckpointStatus status, ServiceContext context)
    {
        var folder = new SnapshotFolder(FileStorage.Instance, venue.SnapshotsFolder);
        using var single = folder.Lock();
        folder.Discard();
        status.Found(NewestOfThisBuild(folder));
        var folders = new VenueFolders(venue.JournalFolder, venue.EventsFolder, venue.SnapshotsFolder);
        var maker = new SnapshotMaker(
            FileStorage.Instance, folders, options, line => context.Log.LogWarning("{Line}", line));
        using var end = new PublishedEnd(venue.EventsFolder, status.NewestSequence);
        var last = Stopwatch.GetTimestamp();
        context.Log.LogInformation("newest snapshot at sequence {Sequence}", status.NewestSequence);
        while (true)
        {
            await Task.Delay(PollInterval, context.Stopping);
            status.Published = end.Poll(context.Stopping);
            if (IsDue(section, status.Published - status.NewestSequence, Stopwatch.GetElapsedTime(last)))
            {
                var made = TryMake(maker, status, context);
                last = Stopwatch.GetTimestamp();
                await Task.Delay(made ? TimeSpan.Zero : TimeSpan.FromSeconds(section.RetrySeconds), context.Stopping);
            }

            archive.RunWhenDue();
        }
    }

    /// <summary>Snapshots of other builds do not count: this one has to prove the log itself.</summary>
    private static SnapshotHeader? NewestOfThisBuild(SnapshotFolder folder) => folder.List().Entries
        .Select(entry => entry.Header)
        .FirstOrDefault(header => header.Build == SnapshotBuild.Current);

    private static bool IsDue(CheckpointSection section, long commands, TimeSpan passed) =>
        commands >= section.EveryCommands
        || (commands >= section.MinCommands && passed.TotalSeconds >= section.EverySeconds);

    /// <summary>False when it could not be made: the venue goes on, the next try comes.</summary>
    private static bool TryMake(SnapshotMaker maker, CheckpointStatus status, ServiceContext context)
    {
        status.IsWorking = true;
        try
        {
            if (maker.Make(status.Published, context.Stopping) is { } made)
            {
                status.Succeeded(made.Header);
                Log(made, context.Log);
            }

            return true;
        }
        catch (Exception error) when (error is StorageException or SnapshotException or ImageException)
        {
            status.Fail(error.Message);
            context.Log.LogError("no snapshot was made: {Message}", error.Message);
            return false;
        }
        finally
        {
            status.IsWorking = false;
        }
    }

    private static void Log(SnapshotReport made, ILogger log) => log.LogInformation(
        "snapshot {Path}: {Commands} commands proven, {Bytes} bytes of {Raw}, state {Hash:x16}; loaded in {Load} ms, "
        + "replayed in {Replay} ms, written in {Write} ms, verified in {Verify} ms",
        made.Path, made.Commands, made.FileBytes, made.ImageBytes, made.Header.StateHash,
        (long)made.Loading.TotalMilliseconds, (long)made.Replaying.TotalMilliseconds,
        (long)made.Writing.TotalMilliseconds, (long)made.Verifying.TotalMilliseconds);
}
