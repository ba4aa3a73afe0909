using System.Data;
using System.Globalization;
using DexExtra.Messages;
using DexExtra.Persistence.Projection;
using Npgsql;

namespace DexExtra.Persistence.Database;

/// <summary>One connection to PostgreSQL, which it owns.</summary>
internal sealed class PostgresConnection(NpgsqlConnection connection) : IFollowerConnection
{
    private const string SelectMarkets =
        """
        select market_id, asset_id, metric_id, (tick_size * 100000000)::numeric(38,0)::text,
          (lot_size * 100000000)::numeric(38,0)::text, (tick_value * 100000000)::bigint, margin_mode from markets
        """;

    private readonly BatchWriter _writer = new(connection);

    public async Task<(CursorPosition Cursor, Dictionary<uint, MarketUnits> Markets)> ReadStartAsync(
        CancellationToken stopping)
    {
        DemandOpen();
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stopping);
        var cursor = await CursorStore.ReadAsync(connection, stopping);
        return (cursor, await LoadMarketsAsync(stopping));
    }

    public async Task<CursorPosition> ReadCursorAsync(CancellationToken stopping)
    {
        DemandOpen();
        return await CursorStore.ReadAsync(connection, stopping);
    }

    /// <summary>
    /// A commit that waits for the disk takes every earlier one with it: the log of the server is one file.
    /// </summary>
    public async Task ConfirmAsync(long expected, CancellationToken stopping)
    {
        DemandOpen();
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await Connections.ExecuteAsync(connection, "set local synchronous_commit = on", stopping);
        await CursorStore.ConfirmAsync(connection, expected, stopping);
        await transaction.CommitAsync(stopping);
    }

    public async Task WriteAsync(WriteBatch batch, CancellationToken stopping)
    {
        DemandOpen();
        await _writer.WriteAsync(batch, stopping);
    }

    public ValueTask DisposeAsync() => connection.DisposeAsync();

    /// <summary>
    /// A server that dies behind its last answer breaks the connection without failing anything; the driver would call
    /// the next use a mistake of ours, which nobody retries.
    /// </summary>
    private void DemandOpen()
    {
        if (connection.State != ConnectionState.Open)
        {
            throw new NpgsqlException($"the connection is {connection.State}");
        }
    }

    private async Task<Dictionary<uint, MarketUnits>> LoadMarketsAsync(CancellationToken stopping)
    {
        var markets = new Dictionary<uint, MarketUnits>();
        await using var command = new NpgsqlCommand(SelectMarkets, connection);
        await using var rows = await command.ExecuteReaderAsync(stopping);
        while (await rows.ReadAsync(stopping))
        {
            var marketId = checked((uint)rows.GetInt64(0));
            markets.Add(marketId, new MarketUnits(
                marketId,
                checked((uint)rows.GetInt64(1)),
                rows.GetString(2),
                Int128.Parse(rows.GetString(3), CultureInfo.InvariantCulture),
                Int128.Parse(rows.GetString(4), CultureInfo.InvariantCulture),
                rows.GetInt64(5),
                Enum.Parse<MarginMode>(rows.GetString(6), ignoreCase: true)));
        }

        return markets;
    }
}
