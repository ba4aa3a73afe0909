using System.Globalization;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.RealParts;
using Npgsql;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// PG-01 to PG-07 with real processes: whatever happens to the database, the engine trades on, and afterwards the rows
/// are a function of the log.
/// </summary>
internal static class DatabaseRows
{
    public const string Sessions =
        "select pg_terminate_backend(pid) from pg_stat_activity where application_name = 'dexextra-persistence'";

    public const int Frames = 400;

    /// <summary>PG-01: tables locked, and the backend stopped for a while.</summary>
    public static Task BlockedAsync(RowRun run) => OnServerAsync(run, async (server, rig, random) =>
    {
        await rig.UntilRowsAsync(Frames / 4);
        if (random.Next(2) == 0)
        {
            await using var connection = new NpgsqlConnection(server.ConnectionString(rig.Database));
            await connection.OpenAsync();
            await using var transaction = await connection.BeginTransactionAsync();
            await using var command = new NpgsqlCommand("lock table orders, trade_matches in access exclusive mode", connection);
            await command.ExecuteNonQueryAsync();
            await rig.Rig.UntilAcknowledgedAsync(Frames);
            await transaction.RollbackAsync();
            run.Outcome.Note("locked");
        }
        else
        {
            var backend = await server.ScalarAsync(
                "postgres", "select coalesce(max(pid), 0) from pg_stat_activity where application_name = 'dexextra-persistence'");
            await ChildProcess.RunCheckedAsync("kill", "-STOP", backend);
            await rig.Rig.UntilAcknowledgedAsync(Frames);
            await ChildProcess.RunCheckedAsync("kill", "-CONT", backend);
            run.Outcome.Note("stopped");
        }
    });

    /// <summary>PG-02: sessions ended, immediate stop, SIGKILL of the postmaster, at random moments of the COPY.</summary>
    public static Task RestartedAsync(RowRun run) => OnServerAsync(run, async (server, rig, random) =>
    {
        await Task.Delay(random.Next(50, 1_000));
        await BreakAsync(run, server, random.Next(3));
        await rig.UntilRowsAsync(Frames / 4);
    });

    /// <summary>PG-03: the answer to a COMMIT is lost; the cursor tells whether it happened.</summary>
    public static Task AnswerLostAsync(RowRun run) => WithServerAsync(run, async (server, index) =>
    {
        await using var cutter = new CommitCutter(server.Port, 5, run.RandomOf(index));
        await using var rig = await DatabaseRig.StartAsync(run.Seed + index, server, port: cutter.Port);
        await Eventually.TrueAsync(() => cutter.CutsLeft == 0, "five commits lose their answer");
        await rig.FinishAsync();
        run.Outcome.Note("commits cut", 5);
        run.Outcome.Survive();
    });

    /// <summary>PG-04: a second persister of one database; one of them leaves with a clear line.</summary>
    public static Task TwoPersistersAsync(RowRun run) => OnServerAsync(run, async (_, rig, _) =>
    {
        await rig.UntilRowsAsync(Frames / 4);
        var second = rig.NewPersistence(rig.Database);
        second.Start();
        await Eventually.TrueAsync(
            () => !second.IsRunning || !rig.Persistence.IsRunning, "one of two persisters leaves");
        var loser = second.IsRunning ? rig.Persistence : second;
        var (code, log) = await loser.ExitAsync();
        if (code == 0 || !log.Contains("second persister", StringComparison.Ordinal))
        {
            throw new ChaosException($"the loser left with {code}: {Rig.LastLine(log)}");
        }

        if (loser == rig.Persistence)
        {
            await second.KillAsync();
            rig.Persistence.Start();
        }
    });

    /// <summary>PG-06: the database is dropped under the process, which makes it again.</summary>
    public static Task DroppedAsync(RowRun run) => OnServerAsync(run, async (server, rig, _) =>
    {
        await rig.UntilRowsAsync(Frames);
        await server.ExecuteAsync("postgres", $"drop database {rig.Database} with (force)");
        await rig.UntilRowsAsync(Frames / 4);
    });

    /// <summary>
    /// PG-07: commits are asynchronous, the server keeps its log in memory and is killed: rows go back together with
    /// their cursor, and the cursor's file never said more than what is left. A kill right behind a synchronous commit
    /// takes nothing back: then the next one must.
    /// </summary>
    public static Task TakenBackAsync(RowRun run) => OnServerAsync(run, async (server, rig, random) =>
    {
        const int MostKills = 8;
        var frames = 0L;
        for (var kills = 0; frames <= 0; kills++)
        {
            if (kills == MostKills)
            {
                throw new ChaosException($"the fault did not bite: {kills} kills took nothing back");
            }

            frames = await TakeBackAsync(server, rig, random);
            run.Outcome.Note("kills");
        }

        run.Outcome.Note("frames taken back", frames);
    });

    /// <summary>How far the cursor went back.</summary>
    private static async Task<long> TakeBackAsync(PostgresServer server, DatabaseRig rig, Random random)
    {
        await rig.UntilRowsAsync(Frames / 4);
        await server.HoldLogInMemoryAsync();
        await rig.UntilRowsAsync(Frames / 4);
        await Task.Delay(random.Next(200));
        var persistence = rig.Persistence.Process.Id.ToString(CultureInfo.InvariantCulture);
        await ChildProcess.RunCheckedAsync("kill", "-STOP", persistence);
        var before = await CursorAsync(server, rig.Database);
        await server.KillAndRestartAsync();
        var after = await CursorAsync(server, rig.Database);
        await ChildProcess.RunCheckedAsync("kill", "-CONT", persistence);
        var told = CursorFolder.Read(
            FileStorage.Instance, Path.Combine(rig.Rig.Engine.DataFolder, "cursors"), "persistence");

        // the process stood still, so that it could not write again what was lost before the cursor was read
        return told is { } cursor && cursor.Done > Math.Max(before, after)
            ? throw new ChaosException($"the cursor's file says {cursor.Done}, the database had {before}, now {after}", 1)
            : before - after;
    }

    /// <summary>JRN-03: engine and persistence are killed in turn by chance while both are at work.</summary>
    public static Task KilledTogetherAsync(RowRun run) => WithServerAsync(run, async (server, index) =>
    {
        const int Kills = 5;
        var random = run.RandomOf(index);
        await using var rig = await DatabaseRig.StartAsync(run.Seed + index, server);
        for (var kill = 0; kill < Kills; kill++)
        {
            await Task.Delay(random.Next(50, 600));
            if (random.Next(3) != 0)
            {
                await rig.Rig.KillAsync();
                rig.Rig.Verify();
                await rig.Rig.StartCheckedAsync();
                run.Outcome.Note("engine kills");
            }
            else
            {
                await rig.Persistence.KillAsync();
                rig.Persistence.Start();
                run.Outcome.Note("persistence kills");
            }
        }

        await rig.FinishAsync();
        run.Outcome.Survive(Kills);
    });

    private static async Task BreakAsync(RowRun run, PostgresServer server, int kind)
    {
        switch (kind)
        {
            case 0:
                await server.StopAsync("immediate");
                await server.StartAsync();
                break;
            case 1:
                await server.KillAndRestartAsync();
                break;
            default:
                await server.ExecuteAsync("postgres", Sessions);
                break;
        }

        run.Outcome.Note(kind switch { 0 => "immediate stops", 1 => "SIGKILL", _ => "sessions ended" });
    }

    private static async Task<long> CursorAsync(PostgresServer server, string database) => long.Parse(
        await server.ScalarAsync(database, "select sequence from follower_cursor"), CultureInfo.InvariantCulture);

    /// <summary>A few faults on each rig: its comparison at the end costs more than they do.</summary>
    public static async Task OnServerAsync(RowRun run, Func<PostgresServer, DatabaseRig, Random, Task> fault)
    {
        const int FaultsPerRig = 5;
        var server = await Servers.PostgresAsync();
        await run.OnRigsAsync(
            Enumerable.Range(0, run.Runs),
            FaultsPerRig,
            first => DatabaseRig.StartAsync(unchecked((run.Seed * 31) + first), server),
            async (rig, index) =>
            {
                await fault(server, rig, run.RandomOf(index));
                run.Outcome.Survive();
            },
            rig => rig.FinishAsync());
    }

    private static async Task WithServerAsync(RowRun run, Func<PostgresServer, int, Task> one)
    {
        var server = await Servers.PostgresAsync();
        await run.EachAsync(index => one(server, index));
    }
}
