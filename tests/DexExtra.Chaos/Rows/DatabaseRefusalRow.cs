using System.Globalization;
using DexExtra.RealParts;
using Npgsql;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// PG-05: the database is read-only, refuses logins, lacks a column, has no connection left, or its disk is full: each
/// is waited out, and nothing is skipped. One kind after the other; the full disk needs root.
/// </summary>
internal static class DatabaseRefusalRow
{
    private const int Kinds = 5;
    private const int TablespaceMiB = 256;
    private const string NoConnectionLeft = "53300";

    private const string LiveSessions =
        "select count(*) from pg_stat_activity where application_name = 'dexextra-persistence'";

    public static Task RunAsync(RowRun run)
    {
        var next = run.Seed % Kinds;
        return DatabaseRows.OnServerAsync(run, async (server, rig, _) =>
        {
            await rig.UntilRowsAsync(DatabaseRows.Frames / 4);
            var kind = next++ % Kinds;
            if (kind == 4 && Machine.Lacks(Need.Mounts) is not null)
            {
                kind = 3;
            }

            try
            {
                run.Outcome.Note(await RefuseAsync(server, rig, kind));
            }
            catch (NpgsqlException error)
            {
                throw new ChaosException($"kind {kind}: {error.Message}");
            }

            await rig.UntilRowsAsync(DatabaseRows.Frames / 4);
        });
    }

    /// <summary>Lets the server refuse while the engine trades on, then no more; says what it was.</summary>
    private static Task<string> RefuseAsync(PostgresServer server, DatabaseRig rig, int kind) => kind switch
    {
        0 => RefuseAsync(server, rig, "read-only", "postgres",
            $"alter database {rig.Database} set default_transaction_read_only = on",
            $"alter database {rig.Database} reset default_transaction_read_only"),
        1 => RefuseAsync(server, rig, "logins refused", "postgres",
            $"alter database {rig.Database} allow_connections false",
            $"alter database {rig.Database} allow_connections true"),
        2 => RefuseAsync(server, rig, "column gone", rig.Database,
            "alter table audit_trail rename column detail to gone",
            "alter table audit_trail rename column gone to detail"),
        3 => TakeAllConnectionsAsync(server, rig),
        _ => FillDiskAsync(server, rig),
    };

    private static async Task<string> RefuseAsync(
        PostgresServer server, DatabaseRig rig, string name, string place, string mistake, string repair)
    {
        await server.ExecuteAsync(place, mistake);
        await server.ExecuteAsync("postgres", DatabaseRows.Sessions);
        await rig.Rig.UntilAcknowledgedAsync(DatabaseRows.Frames);
        await server.ExecuteAsync(place, repair);
        await server.ExecuteAsync("postgres", DatabaseRows.Sessions);
        return name;
    }

    /// <summary>Every connection that the server gives is held, that of the persister too.</summary>
    private static async Task<string> TakeAllConnectionsAsync(PostgresServer server, DatabaseRig rig)
    {
        List<NpgsqlConnection> held = [];
        try
        {
            await HoldAsync(server, held);
            await Eventually.TrueAsync(
                async () =>
                {
                    await ScalarAsync(held[0], DatabaseRows.Sessions);
                    await HoldAsync(server, held);
                    return await ScalarAsync(held[0], LiveSessions) == 0;
                },
                "every connection of the server is taken");
            await rig.Rig.UntilAcknowledgedAsync(DatabaseRows.Frames);
        }
        finally
        {
            foreach (var connection in held)
            {
                await connection.DisposeAsync();
            }
        }

        return "no connection left";
    }

    private static async Task HoldAsync(PostgresServer server, List<NpgsqlConnection> held)
    {
        while (true)
        {
            var connection = new NpgsqlConnection(server.ConnectionString("postgres"));
            try
            {
                await connection.OpenAsync();
                held.Add(connection);
            }
            catch (PostgresException refused) when (refused.SqlState == NoConnectionLeft)
            {
                await connection.DisposeAsync();
                return;
            }
        }
    }

    /// <summary>The database moves to a small file system, which is then filled to its last byte.</summary>
    private static async Task<string> FillDiskAsync(PostgresServer server, DatabaseRig rig)
    {
        var folder = Path.Combine(Path.GetTempPath(), $"dexextra-small-{Guid.NewGuid():N}");
        Directory.CreateDirectory(folder);
        await ChildProcess.RunCheckedAsync(
            Machine.Find("mount"), "-t", "tmpfs", "-o",
            string.Create(CultureInfo.InvariantCulture, $"size={TablespaceMiB}m,mode=777"), "tmpfs", folder);
        try
        {
            var space = Path.Combine(folder, "space");
            Directory.CreateDirectory(space);
            await ChildProcess.RunCheckedAsync("chown", "postgres", space);
            await server.ExecuteAsync("postgres", $"create tablespace small_{rig.Database} location '{space}'");
            await MoveAsync(server, rig, $"small_{rig.Database}");
            var filler = Path.Combine(folder, "filler");
            await FillAsync(filler);
            await rig.Rig.UntilAcknowledgedAsync(DatabaseRows.Frames * 4);
            File.Delete(filler);
            await rig.UntilRowsAsync(DatabaseRows.Frames / 4);
            await MoveAsync(server, rig, "pg_default");
            await server.ExecuteAsync("postgres", $"drop tablespace small_{rig.Database}");
        }
        finally
        {
            await ChildProcess.RunCheckedAsync(Machine.Find("umount"), "-l", folder);
            Directory.Delete(folder);
        }

        return "disk full";
    }

    private static async Task MoveAsync(PostgresServer server, DatabaseRig rig, string tablespace)
    {
        await server.ExecuteAsync("postgres", $"alter database {rig.Database} allow_connections false");
        await server.ExecuteAsync("postgres", DatabaseRows.Sessions);
        await Eventually.TrueAsync(
            async () => await server.ScalarAsync("postgres", LiveSessions) == "0", "the database has no session");
        await server.ExecuteAsync("postgres", $"alter database {rig.Database} set tablespace {tablespace}");
        await server.ExecuteAsync("postgres", $"alter database {rig.Database} allow_connections true");
    }

    private static async Task FillAsync(string file)
    {
        const int ChunkBytes = 64 * 1024;
        await using var filler = File.Create(file);
        try
        {
            while (true)
            {
                await filler.WriteAsync(new byte[ChunkBytes]);
                await filler.FlushAsync();
            }
        }
        catch (IOException full)
        {
            Console.Error.WriteLine($"running: PG-05 {full.Message}");
        }
    }

    private static async Task<long> ScalarAsync(NpgsqlConnection connection, string sql)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteScalarAsync() is long value ? value : 0;
    }
}
