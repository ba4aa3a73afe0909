using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Persistence;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Mirror;
using DexExtra.Persistence.Sealed;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

const string RunVerb = "run";
const string MigrateVerb = "migrate";
const string ResealVerb = "reseal";
const string ContactVerb = "contact";

return await ServiceHost.RunAsync("persistence", async context =>
{
    var verb = args.Length > 0 && !args[0].StartsWith('-') ? args[0] : RunVerb;
    var (venue, options) = VenueConfig.Load<PersistenceSection>(args, PersistenceSection.SectionName);
    switch (verb)
    {
        case RunVerb:
            await RunAsync(context, venue, options);
            break;
        case MigrateVerb:
            await MigrateAsync(context, options);
            break;
        case ResealVerb:
            await SealedVerbs.ResealAsync(context, options);
            break;
        case ContactVerb:
            await SealedVerbs.ContactAsync(context, options, args);
            break;
        default:
            throw new ConfigurationException(
                $"unknown verb \"{verb}\": use {RunVerb}, {MigrateVerb}, {ResealVerb} or {ContactVerb}");
    }
});

static async Task MigrateAsync(ServiceContext context, PersistenceSection options)
{
    try
    {
        var postgres = SecureTransport.Postgres(options.Postgres, options.Tls);
        await new Migrator(postgres, options.MigrationsFolder, context.Log).ApplyAsync(context.Stopping);
        context.Log.LogInformation("database is up to date");
    }
    catch (Exception error) when (DatabaseFailure.IsRetryable(error))
    {
        throw new FatalException(ExitCodes.Software, $"postgres: {DatabaseFailure.Describe(error)}");
    }
}

static async Task RunAsync(ServiceContext context, VenueSection venue, PersistenceSection options)
{
    var mirrored = options.Redis.Length > 0;
    var status = new FollowerStatus();
    await using var health = await HealthServer.StartAsync(
        options.HealthPort, context.Loggers, () => status.Report(mirrored));
    using var ending = CancellationTokenSource.CreateLinkedTokenSource(context.Stopping);
    Directory.CreateDirectory(venue.RunFolder);
    using var doorbell = Doorbell.Open(venue.EventsDoorbell);
    var postgres = SecureTransport.Postgres(options.Postgres, options.Tls);
    await using var store = new PostgresStore(postgres, options.MigrationsFolder, context.Log);
    var pace = new DoorbellPace(doorbell);
    List<Task> tasks =
    [
        new Follower(store, FileStorage.Instance, venue, options, pace, status, context.Log).RunAsync(ending.Token),
        new LagMeter(venue, status, context.Log).RunAsync(ending.Token),
        Keeper("persistence", () => status.Position).RunAsync(ending.Token),
    ];
    if (mirrored)
    {
        tasks.Add(Keeper("redis", () => status.MirrorPosition).RunAsync(ending.Token));
        tasks.Add(new RedisMirror(venue, options.Redis, options.Tls, status, context.Log).RunAsync(ending.Token));
    }

    if (options.Replica is { } replica)
    {
        tasks.Add(new ReplicaMeter(SecureTransport.Postgres(replica, options.Tls), status).RunAsync(ending.Token));
    }

    context.Log.LogInformation("following {Folder}, health on port {Port}", venue.EventsFolder, options.HealthPort);
    // none of them ends by itself: the first that does, ends the process and says why
    var first = await Task.WhenAny(tasks);
    await ending.CancelAsync();
    await Task.WhenAll(tasks).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    await first;

    CursorKeeper Keeper(string follower, Func<(long Seen, long Done)> position) => new(
        FileStorage.Instance, venue.CursorsFolder, follower, position,
        line => context.Log.LogWarning("{Line}", line));
}
