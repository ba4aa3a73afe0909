using DexExtra.Hosting;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Following;
using DexExtra.Transport;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>One venue's folders and database, and followers that run until they reach a sequence.</summary>
internal sealed class Workspace : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-persistence-").FullName;

    public Workspace(PostgresCluster cluster)
    {
        Cluster = cluster;
        Database = cluster.NewDatabaseName();
        Venue = new VenueSection
        {
            Name = "test",
            DataFolder = Path.Combine(_folder, "data"),
            RunFolder = Path.Combine(_folder, "run"),
        };
        Directory.CreateDirectory(Venue.RunFolder);
        Options = new PersistenceSection
        {
            HealthPort = ChildProcess.FreePort(),
            Postgres = cluster.ConnectionString(Database),
            Redis = string.Empty,
            MigrationsFolder = MigrationsFolder,
            BatchMaxAgeMs = 5,
        };
    }

    public static string MigrationsFolder => Path.Combine(AppContext.BaseDirectory, "migrations");

    public PostgresCluster Cluster { get; }

    public string Database { get; }

    public VenueSection Venue { get; }

    public PersistenceSection Options { get; set; }

    public string Folder => _folder;

    public VenueSimulator CreateVenue(Random random) => new(random, Venue.EventsFolder, Venue.EventsDoorbell);

    /// <summary>Follows until the database has this sequence, then stops like SIGTERM would.</summary>
    public async Task FollowToAsync(long sequence)
    {
        await PrepareAsync();
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = Follow(status, stopping.Token);
        await Eventually.TrueAsync(() => status.Cursor >= sequence || following.IsCompleted, $"cursor {sequence}");
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
    }

    public Task Follow(FollowerStatus status, CancellationToken stopping) =>
        Task.Run(() => FollowAsync(status, stopping), CancellationToken.None);

    private async Task FollowAsync(FollowerStatus status, CancellationToken stopping)
    {
        using var doorbell = Doorbell.Open(Venue.EventsDoorbell);
        await using var store = new PostgresStore(
            SecureTransport.Postgres(Options.Postgres, Options.Tls), Options.MigrationsFolder, NullLogger.Instance);
        var pace = new DoorbellPace(doorbell);
        await new Follower(store, FileStorage.Instance, Venue, Options, pace, status, NullLogger.Instance)
            .RunAsync(stopping);
    }

    public Task CompareAsync(VenueSimulator venue) => Expectation.Of(venue.Frames).CompareAsync(Cluster, Database);

    public Task<string> DumpAsync() => TableDump.ReadAllAsync(Cluster, Database);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    /// <summary>The database with nothing in it yet.</summary>
    public Task PrepareAsync() => Cluster.CopyMigratedAsync(Database);

    /// <summary>Applies the migrations without following anything.</summary>
    public async Task MigrateAsync() =>
        await new Migrator(Options.Postgres, Options.MigrationsFolder, NullLogger.Instance)
            .ApplyAsync(CancellationToken.None);

    /// <summary>A frame with one event, for the sequence after the last.</summary>
    public static byte[] Frame<TBody>(long sequence, EventType type, in TBody body)
        where TBody : unmanaged
    {
        var writer = new EventFrameWriter(new byte[64 * 1024]);
        writer.Begin(new CommandHeader { Sequence = sequence, TimestampNs = 1_790_000_000L * Limits.NsPerSecond, Type = CommandType.Tick });
        writer.Append(type, in body);
        writer.End();
        return writer.Frame.ToArray();
    }
}
