using System.Security.Cryptography;
using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// The composition root: open the logs, replay, run the pipeline until asked to stop. Every way to fail ends in one
/// line and an exit code of <see cref="ExitCodes"/>.
/// </summary>
internal static class EngineProcess
{
    private static readonly TimeSpan StatusInterval = TimeSpan.FromMinutes(1);

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
        using var eventLog = EventLogWriter.Open(venue.EventsFolder, new EventLogOptions());
        if (eventLog.Damage is { } damage)
        {
            context.Log.LogWarning("{Damage}; zeroed from there on, replay writes it again", damage);
        }

        using var commands = CommandLogWriter.Open(
            FileStorage.Instance, venue.JournalFolder, eventLog.LastSequence, new CommandLogOptions());
        if (commands.Report.Cut is { } cut)
        {
            context.Log.LogWarning("command log: unacknowledged tail cut: {Cut}", cut);
        }

        // the seed keeps strangers from choosing colliding ids; neither events nor the state hash depend on it
        var engine = new Engine(new EngineOptions
        {
            NettedSettlement = section.NettedSettlement,
            HashSeed = BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
        });
        var recovered = new LogReplay(engine, eventLog, context.Log).Run(FileStorage.Instance, venue.JournalFolder);
        engine.Audit();
        await using var pipeline = new Pipeline(
            engine, commands, eventLog, recovered, section, doorbells, venue.StreamsFolder, context.Log);
        EngineMetrics.Register(pipeline);
        health.Started(pipeline);
        context.Log.LogInformation("ready at sequence {Sequence}", recovered.LastSequence);
        doorbells.Events.Ring();

        using var status = new Timer(_ => LogStatus(context.Log, pipeline), null, StatusInterval, StatusInterval);
        await pipeline.RunAsync(context.Stopping);
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
        StorageException or RecoveryRefusedException or EventLogCorruptException => error,
        StageFailedException { InnerException: StorageException or EventLogCorruptException } => error.InnerException,
        _ => null,
    };
}
