using DexExtra.Hosting;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Projection;
using DexExtra.Persistence.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>
/// Whatever happens to the server, the tables are a function of the log up to the cursor (reliability PG rows).
/// </summary>
public sealed class FaultTests(CrashCluster cluster) : IClassFixture<CrashCluster>
{
    private const string KillSessions =
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dexextra-persistence'";

    // PG-02: sessions killed and the server crashed at random moments of a running catch-up
    // PG-07: commits are asynchronous, so a crash takes the last of them back, with their cursor
    [Fact]
    public async Task Kills_at_random_moments_lose_and_double_nothing()
    {
        var random = TestSeed.Create(31);
        using var workspace = SmallBatches();
        using var venue = workspace.CreateVenue(random).Open();
        venue.Run(4_000);
        for (var fault = 0; fault < TestSeed.Faults(5); fault++)
        {
            using var stopping = new CancellationTokenSource();
            var following = workspace.Follow(new FollowerStatus(), stopping.Token);
            await Task.Delay(random.Next(20, 300));
            await BreakAsync(random.Next(5));
            await Task.Delay(random.Next(0, 100));
            await stopping.CancelAsync();
            await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
            await CompareAtCursorAsync(workspace, venue);
        }

        await workspace.FollowToAsync(venue.LastSequence);
        await workspace.CompareAsync(venue);
    }

    // PG-03: the answer to a commit is lost; the cursor tells whether it happened
    [Fact]
    public async Task Lost_commit_answers_are_settled_by_the_cursor()
    {
        var random = TestSeed.Create(32);
        var cuts = TestSeed.Faults(10);
        using var workspace = SmallBatches();
        using var venue = workspace.CreateVenue(random).Open();
        venue.Run(2_500);
        await workspace.PrepareAsync();
        await using var cutter = new CommitCutter(cluster.Port, cuts, random);
        workspace.Options = workspace.Options with
        {
            Postgres = cluster.ConnectionString(workspace.Database, cutter.Port),
            BatchMaxFrames = 20,
        };

        await workspace.FollowToAsync(venue.LastSequence);

        Assert.True(cutter.CutsLeft < cuts, "no commit was cut");
        await workspace.CompareAsync(venue);
    }

    // PG-02: the driver calls the second use of a broken connection a mistake of the caller
    [Fact]
    public async Task A_connection_that_broke_is_worth_a_retry_at_every_use()
    {
        var stopping = TestContext.Current.CancellationToken;
        using var workspace = SmallBatches();
        var options = workspace.Options;
        await using var store = new PostgresStore(options.Postgres, options.MigrationsFolder, NullLogger.Instance);
        await store.PrepareAsync(stopping);
        await using var connection = await store.ConnectAsync(stopping);
        await cluster.ExecuteAsync(workspace.Database, KillSessions);
        var batch = new WriteBatch();
        Func<Task>[] uses =
        [
            () => connection.ReadCursorAsync(stopping),
            () => connection.ReadCursorAsync(stopping),
            () => connection.ReadStartAsync(stopping),
            () => connection.WriteAsync(batch, stopping),
        ];
        foreach (var use in uses)
        {
            var error = await Assert.ThrowsAnyAsync<Exception>(use);
            Assert.True(DatabaseFailure.IsRetryable(error), error.ToString());
        }
    }

    // PG-04: the loser of the compare-and-set leaves with one clear line; the rows are written once
    [Fact]
    public async Task Of_two_persisters_one_leaves()
    {
        using var workspace = SmallBatches();
        workspace.Options = workspace.Options with { BatchMaxFrames = 5 };
        using var venue = workspace.CreateVenue(TestSeed.Create(33)).Open();
        venue.Run(1_500);
        await workspace.PrepareAsync();
        using var stopping = new CancellationTokenSource();
        Task[] followers = [Start(), Start()];

        await Eventually.TrueAsync(() => followers.Any(follower => follower.IsCompleted), "one persister leaves");
        var loser = await Assert.ThrowsAsync<FatalException>(() => followers.Single(follower => follower.IsCompleted));
        await Eventually.TrueAsync(async () => await CursorAsync(workspace) == venue.LastSequence, "the other one finishes");
        await stopping.CancelAsync();
        await Task.WhenAll(followers).ConfigureAwait(
            ConfigureAwaitOptions.SuppressThrowing | ConfigureAwaitOptions.ContinueOnCapturedContext);

        Assert.Contains("second persister", loser.Message, StringComparison.Ordinal);
        await workspace.CompareAsync(venue);

        Task Start() => workspace.Follow(new FollowerStatus(), stopping.Token);
    }

    // PG-05: schema drift and a read-only database are waited out, visibly
    [Theory]
    [InlineData("alter table audit_trail rename column detail to gone", "alter table audit_trail rename column gone to detail")]
    [InlineData("alter database {0} set default_transaction_read_only = on", "alter database {0} reset default_transaction_read_only")]
    public async Task Operator_mistakes_are_waited_out(string mistake, string repair)
    {
        using var workspace = SmallBatches();
        using var venue = workspace.CreateVenue(TestSeed.Create(34)).Open();
        venue.Run(200);
        await workspace.FollowToAsync(venue.LastSequence);
        await cluster.ExecuteAsync(workspace.Database, mistake.Replace("{0}", workspace.Database, StringComparison.Ordinal));
        venue.Run(200);
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = workspace.Follow(status, stopping.Token);

        await Eventually.TrueAsync(
            () => !status.IsReady && status.Report(false).Fields["databaseError"] is string error
                && error[..5] is "42703" or "25006",
            "the mistake is reported");
        var place = repair.Contains("{0}", StringComparison.Ordinal) ? "postgres" : workspace.Database;
        await cluster.ExecuteAsync(place, repair.Replace("{0}", workspace.Database, StringComparison.Ordinal));
        await Eventually.TrueAsync(() => status.Cursor == venue.LastSequence, "following goes on");
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);

        await workspace.CompareAsync(venue);
    }

    // PG-06: the database is dropped under the running persister, which makes it again, identically
    [Fact]
    public async Task A_dropped_database_is_rebuilt_identically()
    {
        using var workspace = SmallBatches();
        using var venue = workspace.CreateVenue(TestSeed.Create(35)).Open();
        venue.Run(2_000);
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = workspace.Follow(status, stopping.Token);
        await Eventually.TrueAsync(() => status.Cursor == venue.LastSequence, "first build");
        var first = await workspace.DumpAsync();

        await cluster.ExecuteAsync("postgres", $"drop database {workspace.Database} with (force)");
        await Eventually.TrueAsync(
            async () => await CursorAsync(workspace) == venue.LastSequence, "second build");
        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);

        Assert.Equal(first, await workspace.DumpAsync());
        await workspace.CompareAsync(venue);
    }

    private Workspace SmallBatches()
    {
        var workspace = new Workspace(cluster);
        workspace.Options = workspace.Options with { BatchMaxFrames = 40 };
        return workspace;
    }

    private async Task BreakAsync(int kind)
    {
        switch (kind)
        {
            case 0:
                await cluster.StopAsync("immediate");
                await cluster.StartAsync();
                break;
            case 1:
                await cluster.KillAndRestartAsync();
                break;
            case 2:
                await cluster.StopAsync("fast");
                await cluster.StartAsync();
                break;
            default:
                await cluster.ExecuteAsync("postgres", KillSessions);
                break;
        }
    }

    private async Task<long> CursorAsync(Workspace workspace)
    {
        try
        {
            return long.Parse(
                await cluster.ScalarAsync(workspace.Database, "select sequence from follower_cursor"),
                System.Globalization.CultureInfo.InvariantCulture);
        }
        catch (Npgsql.PostgresException)
        {
            return -1; // the database or the table is being made again
        }
    }

    private async Task CompareAtCursorAsync(Workspace workspace, VenueSimulator venue)
    {
        var cursor = await CursorAsync(workspace);
        if (cursor > 0)
        {
            await Expectation.Of(venue.Frames.Take((int)cursor)).CompareAsync(cluster, workspace.Database);
        }
    }
}
