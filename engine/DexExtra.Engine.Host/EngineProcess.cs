using System.Security.Cryptography;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// The composition root: take the newest snapshot, open the logs, replay, run the pipeline until asked to stop. Every
/// way to fail ends in one line and an exit code of <see cref="ExitCodes"/>.
/// </summary>
internal static class EngineProcess
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan ArchiverTimeout = TimeSpan.FromMinutes(1);

    public static async Task RunAsync(string[] args, ServiceContext context)
    {
        var (venue, section) = VenueConfig.Load<EngineSection>(args, "engine");
        var health = new EngineHealth();
        await using var web = await HealthServer.StartAsync(section.HealthPort, context.Loggers, health.Report);
        try
        {
            await RunAsync(venue, section, context, health);
        }
        catch (Exception error) when (Storage(error) is { } cause)
        {
            throw new FatalException(ExitCodes.Storage, cause.Message);
        }
    }

    private static async Task RunAsync(
        VenueSection venue, EngineSection section, ServiceContext context, EngineHealth health)
    {
        Directory.CreateDirectory(venue.StreamsFolder);
        using var doorbells = new PipelineDoorbells(
            Doorbell.Open(venue.EngineDoorbell), Doorbell.Open(venue.EventsDoorbell));
        // the seed keeps strangers from choosing colliding ids; neither events nor the state hash depend on it
        var options = new EngineOptions
        {
            NettedSettlement = section.NettedSettlement,
            HashSeed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        };
        using var commandsStay = ArchiveLock.Take(FileStorage.Instance, venue.JournalFolder, ArchiverTimeout);
        using var eventsStay = ArchiveLock.Take(FileStorage.Instance, venue.EventsFolder, ArchiverTimeout);
        Action<string> passedOver = line => context.Log.LogWarning("{Line}", line);
        var snapshot = EngineSnapshot.LoadNewest(
            FileStorage.Instance, venue.SnapshotsFolder, options, passedOver, out var held);
        using var eventLog = OpenEventLog(venue, section, snapshot, context.Log);
        snapshot = SnapshotChoice.Held(
            snapshot, eventLog, FileStorage.Instance, venue.SnapshotsFolder, options, passedOver);
        var streams = new StreamEvidence(venue.StreamsFolder);
        var evidence = FollowerEvidence.Read(FileStorage.Instance, venue.CursorsFolder, context.Log);
        using var commands = evidence.Open(eventLog.LastSequence, published => CommandLogWriter.Open(
            FileStorage.Instance, venue.JournalFolder,
            new CommandLogRange
            {
                After = snapshot?.Header!.Anchor,
                SeenByConsumer = published,
                HeldBySnapshot = held,
            },
            new CommandLogOptions
            {
                SegmentBytes = section.JournalSegmentBytes,
                BeforeTakeover = report => streams.DemandBeforeCut(
                    report, FileStorage.Instance, venue.JournalFolder, snapshot?.Header),
            }));
        if (commands.Report.Cut is { } cut)
        {
            context.Log.LogWarning("command log: unacknowledged tail cut: {Cut}", cut);
        }

        new LogOptions(FileStorage.Instance, venue.JournalFolder)
            .Confirm(options, commands.LastSequence == 0, context.Log);
        var engine = snapshot?.Engine ?? new Engine(options);
        var events = new EventRing();
        var recovered = new LogReplay(engine, eventLog, events, context.Log)
            .Run(FileStorage.Instance, venue.JournalFolder, snapshot?.Header);
        streams.Demand(recovered.Sources, recovered.LastSequence);
        commandsStay.Dispose();
        eventsStay.Dispose();
        engine.Audit();
        using var space = new SpaceGuard(
            venue, commands, section.JournalSegmentBytes, eventLog.SegmentBytes, engine.View.IsLowOnSpace);
        await using var pipeline = new Pipeline(
            engine, commands, eventLog, events, recovered, section, doorbells,
            PipelineSources.Of(venue.StreamsFolder, space), context.Log);
        MemoryPlan.Apply(section, context.Log);
        EngineMetrics.Register(pipeline, space);
        health.Started(pipeline, space);
        context.Log.LogInformation("ready at sequence {Sequence}", recovered.LastSequence);
        doorbells.Events.Ring();

        using var status = new Timer(_ => LogStatus(context.Log, pipeline), null, StatusInterval, StatusInterval);
        using var stopping = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping, space.Exhausted);
        await pipeline.RunAsync(stopping.Token);
        if (space.Level == StorageLevel.Exhausted)
        {
            throw new FatalException(ExitCodes.Storage, $"halted, everything accepted is durable: {space.Reason}");
        }
    }

    /// <summary>
    /// What stands before a snapshot was compared and made durable for it; without it the whole log is verified.
    /// </summary>
    private static EventLogWriter OpenEventLog(
        VenueSection venue, EngineSection section, EngineSnapshot? snapshot, ILogger log)
    {
        var options = new EventLogOptions { SegmentBytes = section.EventSegmentBytes };
        var eventLog = EventLogWriter.Open(FileStorage.Instance, venue.EventsFolder, options, snapshot?.Header?.Mark);
        if (eventLog.Damage is { } damage)
        {
            log.LogWarning("{Damage}; zeroed from there on, replay writes it again", damage);
        }

        return eventLog;
    }

    private static void LogStatus(ILogger log, Pipeline pipeline)
    {
        var journal = pipeline.Journal;
        log.LogInformation(
            "sequence {Sequence}, published {Published}, {Commands} commands in {Batches} syncs, the longest {Ms} ms",
            pipeline.Sequenced, pipeline.Published, journal.Commands, journal.Batches,
            journal.LongestSyncNs / 1_000_000);
    }

    private static Exception? Storage(Exception error) => error switch
    {
        StorageException or RecoveryRefusedException or EventLogCorruptException or TransportException => error,
        StageFailedException { InnerException: StorageException or EventLogCorruptException } => error.InnerException,
        _ => null,
    };
}
