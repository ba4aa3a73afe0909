using DexExtra.Persistence.Projection;
using Npgsql;
using NpgsqlTypes;

namespace DexExtra.Persistence.Database;

/// <summary>Tells the database when a period of engine time begins. One connection, one caller at a time.</summary>
internal sealed class PeriodStore(NpgsqlConnection connection)
{
    private const string Begin = "select begin_period(@started)";

    private long _startedNs = -1;

    /// <summary>In the transaction of the batch, before its rows: partitions exist, snapshots show what was.</summary>
    public async Task BeginAsync(WriteBatch batch, CancellationToken stopping)
    {
        var startedNs = Period.Of(batch.LastTimeNs);
        if (startedNs == _startedNs)
        {
            return;
        }

        await using var command = new NpgsqlCommand(Begin, connection);
        var started = DateTime.UnixEpoch.AddTicks(startedNs / TimeSpan.NanosecondsPerTick);
        command.Parameters.AddWithValue("started", NpgsqlDbType.TimestampTz, started);
        command.CommandTimeout = PersistenceLimits.PeriodTimeoutSeconds;
        await command.ExecuteNonQueryAsync(stopping);
    }

    /// <summary>The transaction is committed: further batches of the period need nothing.</summary>
    public void Committed(WriteBatch batch) => _startedNs = Period.Of(batch.LastTimeNs);
}
