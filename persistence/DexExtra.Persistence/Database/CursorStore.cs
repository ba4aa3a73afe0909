using DexExtra.Persistence.Projection;
using Npgsql;
using NpgsqlTypes;

namespace DexExtra.Persistence.Database;

/// <summary>The row of follower_cursor: where the tables are in the event log.</summary>
internal static class CursorStore
{
    private const string Name = "persistence";

    private const string Read = "select sequence, frame_hash, engine_time from follower_cursor where name = @name";

    private const string Move =
        """
        update follower_cursor set sequence = @next, frame_hash = @hash, engine_time = @time
        where name = @name and sequence = @expected
        """;

    /// <summary>Writes the row as it is: a transaction without a change would not wait for the disk.</summary>
    private const string Confirm =
        "update follower_cursor set sequence = sequence where name = @name and sequence = @expected";

    /// <exception cref="CursorMovedException">The row is gone.</exception>
    public static async Task<CursorPosition> ReadAsync(NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(Read, connection);
        command.Parameters.AddWithValue("name", Name);
        await using var reader = await command.ExecuteReaderAsync(stopping);
        if (!await reader.ReadAsync(stopping))
        {
            throw new CursorMovedException("the row of follower_cursor is gone");
        }

        return new CursorPosition(reader.GetInt64(0), reader.GetString(1));
    }

    /// <summary>
    /// First change of every transaction. Locks the row, so a second persister waits here and then finds that it
    /// lost; the rows that follow are written by one process only.
    /// </summary>
    /// <exception cref="CursorMovedException">The cursor is not where this process left it (PG-04).</exception>
    public static async Task MoveAsync(NpgsqlConnection connection, WriteBatch batch, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(Move, connection);
        command.Parameters.AddWithValue("name", Name);
        command.Parameters.AddWithValue("expected", batch.AfterSequence);
        command.Parameters.AddWithValue("next", batch.LastSequence);
        command.Parameters.AddWithValue("hash", batch.LastFrameHash);
        var time = DateTime.UnixEpoch.AddTicks(batch.LastTimeNs / TimeSpan.NanosecondsPerTick);
        command.Parameters.AddWithValue("time", NpgsqlDbType.TimestampTz, time);
        if (await command.ExecuteNonQueryAsync(stopping) != 1)
        {
            throw new CursorMovedException($"the cursor is no longer at {batch.AfterSequence}");
        }
    }

    /// <exception cref="CursorMovedException">The cursor is not where this process left it (PG-04).</exception>
    public static async Task ConfirmAsync(NpgsqlConnection connection, long expected, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(Confirm, connection);
        command.Parameters.AddWithValue("name", Name);
        command.Parameters.AddWithValue("expected", expected);
        if (await command.ExecuteNonQueryAsync(stopping) != 1)
        {
            throw new CursorMovedException($"the cursor is no longer at {expected}");
        }
    }
}
