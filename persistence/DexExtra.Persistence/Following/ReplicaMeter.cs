using System.Net.Sockets;
using DexExtra.Persistence.Database;
using Npgsql;

namespace DexExtra.Persistence.Following;

/// <summary>
/// Asks the streaming replica how far its rows are: the cursor is a row like any other, so what it shows is exactly
/// what reads there see. Own task; a replica that is away is told and changes nothing else.
/// </summary>
internal sealed class ReplicaMeter(string connectionString, FollowerStatus status)
{
    private const string Ask =
        "select sequence, pg_is_in_recovery() from follower_cursor where name = 'persistence'";

    /// <summary>Ends only by cancellation.</summary>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var source = Connections.CreateSource(connectionString);
        while (true)
        {
            try
            {
                await using var connection = await source.OpenConnectionAsync(stopping);
                while (true)
                {
                    await AskAsync(connection, stopping);
                    await Task.Delay(PersistenceLimits.ReplicaPeriodMs, stopping);
                }
            }
            catch (Exception error) when (
                !stopping.IsCancellationRequested && error is NpgsqlException or SocketException or TimeoutException
                or InvalidOperationException)
            {
                status.ReplicaFailed(DatabaseFailure.Describe(error));
                await Task.Delay(PersistenceLimits.ReplicaPeriodMs, stopping);
            }
        }
    }

    private async Task AskAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(Ask, connection);
        await using var row = await command.ExecuteReaderAsync(stopping);
        if (!await row.ReadAsync(stopping))
        {
            status.ReplicaFailed("the row of follower_cursor is not there yet");
        }
        else if (!row.GetBoolean(1))
        {
            status.ReplicaFailed("it is no replica: it takes writes");
        }
        else
        {
            status.ReplicaAt(row.GetInt64(0));
        }
    }
}
