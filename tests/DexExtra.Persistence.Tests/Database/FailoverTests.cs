using System.Diagnostics;
using System.Globalization;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>
/// S027, S260, S342: a real streaming replica. When it takes over, the rows that had not reached it are written again
/// from the log, because its cursor lacks them too: nothing is lost or doubled.
/// </summary>
public sealed class FailoverTests
{
    [Fact]
    public async Task A_promoted_replica_gets_the_rows_that_asynchronous_replication_lost()
    {
        await using var primary = new PostgresCluster();
        await primary.InitializeAsync();
        using var workspace = new Workspace(primary);
        using var venue = workspace.CreateVenue(TestSeed.Create(141)).Open();
        venue.Run(600);
        await workspace.PrepareAsync();
        await using var replica = new ReplicaCluster(primary);
        await replica.InitializeAsync();
        var (first, second) = (Host(primary), Host(replica));
        var hosts = $"Host={first},{second};Username=postgres;Database={workspace.Database};Target Session Attributes=primary";
        workspace.Options = workspace.Options with { Postgres = hosts, BatchMaxFrames = 50 };
        Assert.Null(workspace.Options.Validate());
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = workspace.Follow(status, stopping.Token);
        var metering = new ReplicaMeter(replica.ConnectionString(workspace.Database), status).RunAsync(stopping.Token);
        await Eventually.TrueAsync(() => status.Report(false).Fields["replicaCursor"] is long at && at == venue.LastSequence,
            "the replica shows everything");
        Assert.Equal("ok", status.Report(false).Fields["replica"]);

        await replica.CutOffAsync();
        var replicated = venue.LastSequence;
        venue.Run(600);
        await Eventually.TrueAsync(() => status.Cursor == venue.LastSequence, "the primary has everything");
        Assert.Equal(replicated, await CursorAsync(replica, workspace));
        await primary.KillAsync();
        venue.Run(200);
        var killed = Stopwatch.GetTimestamp();
        await replica.PromoteAsync();
        await Eventually.TrueAsync(
            async () => await CursorAsync(replica, workspace) == venue.LastSequence,
            () => $"the rows are written again: {following.Status} {status.Report(false).Fields["databaseError"]}");
        var seconds = Stopwatch.GetElapsedTime(killed).TotalSeconds;
        TestContext.Current.TestOutputHelper?.WriteLine(
            $"{venue.LastSequence - replicated} commands written again {seconds:N1} s after the kill, promotion included");
        await Eventually.TrueAsync(
            () => status.Report(false).Fields["replica"] is "it is no replica: it takes writes", "the replica is missed");
        Assert.True(status.Report(false).Ready);
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => metering);

        await Expectation.Of(venue.Frames).CompareAsync(replica, workspace.Database);
    }

    [Fact]
    public void Several_hosts_without_a_choice_of_the_primary_are_refused()
    {
        var options = new PersistenceSection
        {
            HealthPort = 1,
            Postgres = "Host=a,b;Database=d",
            Redis = string.Empty,
            MigrationsFolder = Workspace.MigrationsFolder,
        };
        Assert.Contains("Target Session Attributes", options.Validate(), StringComparison.Ordinal);
        Assert.Null((options with { Postgres = "Host=a,b;Database=d;Target Session Attributes=primary" }).Validate());
        var halfReplica = options with { Postgres = "Host=a;Database=d", Replica = "Host=b" };
        Assert.Contains("replica", halfReplica.Validate(), StringComparison.Ordinal);
    }

    private static string Host(PostgresCluster cluster) =>
        string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{cluster.Port}");

    private static async Task<long> CursorAsync(PostgresCluster cluster, Workspace workspace) => long.Parse(
        await cluster.ScalarAsync(workspace.Database, "select sequence from follower_cursor"), CultureInfo.InvariantCulture);
}
