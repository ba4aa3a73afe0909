using Npgsql;

namespace DexExtra.Persistence.Database;

/// <summary>
/// Opens the follower's connection. No pool here: one long session, and a fresh one after any failure. Nothing is kept
/// in the session, so it may also be one of a pool that changes servers between transactions.
/// synchronous_commit=off is safe here: the cursor is in the same transaction as the rows, so a crash of the server
/// that forgets the last transactions forgets both, and the log brings them again (PG-07).
/// Joins by index only, planned anew each time: the staging tables are small and have no statistics, and a plan that
/// scans a large table to meet a few staged rows must never win.
/// </summary>
internal static class Connections
{
    private const string TransactionSettings =
        "set local synchronous_commit = off; set local enable_seqscan = off; set local enable_hashjoin = off;"
        + " set local enable_mergejoin = off; set local jit = off; ";

    /// <summary>Of several hosts it connects to the one that takes writes, whichever that is by then.</summary>
    public static NpgsqlDataSource CreateSource(string connectionString)
    {
        var builder = new NpgsqlConnectionStringBuilder(connectionString)
        {
            ApplicationName = "dexextra-persistence",
            Pooling = false,
            Timeout = PersistenceLimits.ConnectTimeoutSeconds,
            CommandTimeout = PersistenceLimits.CommandTimeoutSeconds,
            HostRecheckSeconds = PersistenceLimits.HostRecheckSeconds,
        };
        return NpgsqlDataSource.Create(builder.ConnectionString);
    }

    /// <summary>First in each transaction that writes: its settings, and the staging tables if need be.</summary>
    public static async Task PrepareTransactionAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(TransactionSettings + StagingTables.Exist, connection);
        if (await command.ExecuteScalarAsync(stopping) is not true)
        {
            await ExecuteAsync(connection, StagingTables.Create, stopping);
        }
    }

    public static async Task<int> ExecuteAsync(NpgsqlConnection connection, string sql, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(sql, connection);
        return await command.ExecuteNonQueryAsync(stopping);
    }
}
