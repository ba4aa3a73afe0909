using DexExtra.Persistence.Database;
using DexExtra.Persistence.Following;
using DexExtra.Persistence.Tests.Infrastructure;
using Npgsql;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>S028, S259, S309: through a real pgbouncer that hands each transaction to another server session.</summary>
public sealed class PoolTests(PostgresCluster cluster)
{
    [Fact]
    public async Task Through_a_pool_by_transaction_migrations_and_rows_arrive_and_a_killed_pool_loses_nothing()
    {
        var random = TestSeed.Create(151);
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(random).Open();
        await using var pool = new PgBouncerProcess(cluster.Port);
        await pool.StartAsync();
        await cluster.ExecuteAsync("postgres", $"create database {workspace.Database}");
        workspace.Options = workspace.Options with
        {
            Postgres = cluster.ConnectionString(workspace.Database, pool.Port),
            BatchMaxFrames = 30,
        };
        venue.Run(400);
        using var stopping = new CancellationTokenSource();
        var status = new FollowerStatus();
        var following = workspace.Follow(status, stopping.Token);
        await Eventually.TrueAsync(
            () => status.Cursor == venue.LastSequence, "the pool brings the migrations and the rows");

        for (var round = 0; round < TestSeed.Faults(3); round++)
        {
            var busy = OccupySessions(workspace, out var ending);
            venue.Run(500);
            await Task.Delay(random.Next(5, 150));
            await pool.KillAsync();
            await pool.StartAsync();
            await Eventually.TrueAsync(() => status.Cursor == venue.LastSequence, $"round {round}");
            await ending.CancelAsync();
            await busy;
            ending.Dispose();
        }

        await stopping.CancelAsync();
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => following);
        await workspace.CompareAsync(venue);
    }

    [Fact]
    public async Task Each_transaction_finds_its_staging_tables_whichever_server_session_it_gets()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();
        await using var pool = new PgBouncerProcess(cluster.Port);
        await pool.StartAsync();
        var through = cluster.ConnectionString(workspace.Database, pool.Port);
        await using var ours = new NpgsqlConnection(through);
        await using var other = new NpgsqlConnection(through);
        await ours.OpenAsync();
        await other.OpenAsync();
        var sessions = new HashSet<int>();
        for (var round = 0; round < 10; round++)
        {
            await using var theirs = await other.BeginTransactionAsync();
            await using var hold = new NpgsqlCommand("select 1", other);
            await hold.ExecuteScalarAsync();
            await using (var transaction = await ours.BeginTransactionAsync())
            {
                await Connections.PrepareTransactionAsync(ours, CancellationToken.None);
                await using var ask = new NpgsqlCommand("select pg_backend_pid() from (select count(*) from stage_orders) s", ours);
                sessions.Add((int)(await ask.ExecuteScalarAsync())!);
                await transaction.CommitAsync();
            }

            await theirs.CommitAsync();
        }

        Assert.InRange(sessions.Count, 2, 10);
    }

    /// <summary>Short transactions of somebody else, so that ours meet one server session after the other.</summary>
    private static Task OccupySessions(Workspace workspace, out CancellationTokenSource ending)
    {
        var source = new CancellationTokenSource();
        ending = source;
        return Task.Run(async () =>
        {
            while (!source.IsCancellationRequested)
            {
                try
                {
                    await using var other = new NpgsqlConnection(workspace.Options.Postgres);
                    await other.OpenAsync();
                    await using var command = new NpgsqlCommand("select pg_sleep(0.002)", other);
                    await command.ExecuteNonQueryAsync();
                }
                catch (NpgsqlException)
                {
                    await Task.Delay(10); // the pool is being killed
                }
            }
        });
    }
}
