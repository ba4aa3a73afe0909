using Npgsql;

namespace DexExtra.Persistence.Database;

/// <summary>
/// Opens the follower's connection. No pool: one long session, and a fresh one after any failure.
/// synchronous_commit=off is safe here: the cursor is in the same transaction as the rows, so a crash of the server
/// that forgets the last transactions forgets both, and the log brings them again (PG-07).
/// Joins by index only, planned anew each time: the staging tables are small and have no statistics, and a plan that
/// scans a large table to meet a few staged rows must never win.
/// </summary>
internal static class Connections
{
    private const string SessionSettings =
        "set synchronous_commit = off; set enable_seqscan = off; set enable_hashjoin = off; set enable_mergejoin = off;"
        + " set jit = off";

    public static NpgsqlDataSource CreateSource(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "dexextra-persistence",
            Pooling = false,
            Timeout = PersistenceLimits.ConnectTimeoutSeconds,
            CommandTimeout = PersistenceLimits.CommandTimeoutSeconds,
        };
        return NpgsqlDataSource.Create(builder.ConnectionString);
    }

    public static async Task<NpgsqlConnection> OpenAsync(NpgsqlDataSource source, CancellationToken stopping)
    {
        var connection = await source.OpenConnectionAsync(stopping);
        try
        {
            await ExecuteAsync(connection, SessionSettings, stopping);
            await ExecuteAsync(connection, StagingTables.Create, stopping);
            return connection;
        }
        catch (Exception error) when (error is NpgsqlException or OperationCanceledException)
        {
            await connection.DisposeAsync();
            throw;
        }
    }

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(stopping);
    }
}
