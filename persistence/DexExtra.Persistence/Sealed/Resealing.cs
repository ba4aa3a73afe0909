using DexExtra.Sealing;
using Npgsql;

namespace DexExtra.Persistence.Sealed;

/// <summary>
/// Seals every value with the current key that another key sealed, or that a writer left plain, in short transactions
/// beside those who write: after it no value needs an old key. May be killed and run again at any time.
/// </summary>
internal sealed class Resealing(NpgsqlConnection connection, FieldSealer sealer, int batchRows)
{
    /// <summary>Number of values that were sealed anew.</summary>
    /// <exception cref="SealingException">A value does not open: its row is named.</exception>
    public async Task<long> RunAsync(CancellationToken stopping)
    {
        var total = 0L;
        foreach (var column in SealedColumn.All)
        {
            int done;
            do
            {
                done = await BatchAsync(column, stopping);
                total += done;
            }
            while (done > 0);
        }

        return total;
    }

    /// <summary>Rows that others hold are waited for; each row is read and written under its lock.</summary>
    private async Task<int> BatchAsync(SealedColumn column, CancellationToken stopping)
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        var rows = await ReadAsync(column, stopping);
        foreach (var (row, value) in rows)
        {
            var plain = FieldSealer.IsSealed(value) ? OpenNamed(column, row, value) : value;
            await WriteAsync(column, row, plain, stopping);
        }

        await transaction.CommitAsync(stopping);
        return rows.Count;
    }

    private string OpenNamed(SealedColumn column, string row, string value)
    {
        try
        {
            return sealer.Open(column.FullName, row, value);
        }
        catch (SealingException error)
        {
            throw new SealingException($"row {row}: {error.Message}", error);
        }
    }

    private async Task<List<(string Row, string Value)>> ReadAsync(SealedColumn column, CancellationToken stopping)
    {
        await using var command = new NpgsqlCommand(
            $"select {column.RowKey}, {column.Name} from {column.Table}"
            + $" where {column.Name} is not null and not starts_with({column.Name}, @current) limit @rows for update",
            connection);
        command.Parameters.AddWithValue("current", sealer.CurrentPrefix);
        command.Parameters.AddWithValue("rows", batchRows);
        command.CommandTimeout = PersistenceLimits.PeriodTimeoutSeconds;
        await using var reader = await command.ExecuteReaderAsync(stopping);
        var rows = new List<(string, string)>();
        while (await reader.ReadAsync(stopping))
        {
            rows.Add((reader.GetString(0), reader.GetString(1)));
        }

        return rows;
    }

    private async Task WriteAsync(SealedColumn column, string row, string plain, CancellationToken stopping)
    {
        var index = column.Index is { } name ? $", {name} = @index" : string.Empty;
        await using var command = new NpgsqlCommand(
            $"update {column.Table} set {column.Name} = @value{index} where {column.RowKey} = @row", connection);
        command.Parameters.AddWithValue("value", sealer.Seal(column.FullName, row, plain));
        command.Parameters.AddWithValue("index", sealer.Index(column.FullName, plain));
        command.Parameters.AddWithValue("row", row);
        if (await command.ExecuteNonQueryAsync(stopping) != 1)
        {
            throw new InvalidOperationException($"{column.Table} has no row {row} although it is locked");
        }
    }
}
