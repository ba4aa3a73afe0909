using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;
using DexExtra.Persistence.Rows;
using Npgsql;

namespace DexExtra.Persistence.Database;

/// <summary>
/// Writes one batch in one transaction: after its settings the cursor first (compare-and-set), then binary COPY of
/// new rows straight into their tables and of changes into staging tables with one merge each. Primary keys make any
/// double application fail, and every merge must hit exactly the rows it staged. One batch at a time.
/// </summary>
internal sealed class BatchWriter(NpgsqlConnection connection)
{
    private readonly CopyBuffer _copy = new();
    private readonly PeriodStore _periods = new(connection);

    /// <summary>
    /// When this returns, rows and cursor are committed. When it throws, they may or may not be (PG-03).
    /// </summary>
    /// <exception cref="CursorMovedException">The cursor was not at the batch's start; nothing was written.</exception>
    /// <exception cref="ProjectionException">A value does not fit its column, or a changed row is missing.</exception>
    public async Task WriteAsync(WriteBatch batch, CancellationToken stopping)
    {
        await using var transaction = await connection.BeginTransactionAsync(stopping);
        await Connections.PrepareTransactionAsync(connection, stopping);
        await CursorStore.MoveAsync(connection, batch, stopping);
        await _periods.BeginAsync(batch, stopping);
        try
        {
            await WriteReferenceDataAsync(batch, stopping);
            await WriteHistoryAsync(batch, stopping);
            await WriteMoneyAsync(batch, stopping);
            await WriteSessionKeysAsync(batch, stopping);
            await WriteStateAsync(batch, stopping);
            await WriteStatisticsAsync(batch, stopping);
        }
        catch (OutOfSchemaException error)
        {
            throw new ProjectionException(
                batch.LastSequence, 0, $"in the batch after {batch.AfterSequence}: {error.Message}", error);
        }

        await transaction.CommitAsync(stopping);
        _periods.Committed(batch);
    }

    private async Task WriteReferenceDataAsync(WriteBatch batch, CancellationToken stopping)
    {
        await InsertAsync("assets", AssetRow.Insert, batch.Assets, static (row, copy) => row.Encode(copy), stopping);
        await InsertAsync(
            "markets", MarketRow.Insert, batch.NewMarkets.Values, static (row, copy) => row.Encode(copy), stopping);
        await MergeAsync(
            batch,
            new Merge<MarketChange>("markets", MarketChange.Stage, MarketChange.Merge),
            batch.MarketChanges.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await SendAsync("market_state_changes", StateChangeRow.Insert, batch.StateChanges, stopping);
        await MergeAsync(
            batch,
            new Merge<AuctionChange>("auctions", AuctionChange.Stage, AuctionChange.Merge),
            batch.Auctions.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
    }

    private async Task WriteHistoryAsync(WriteBatch batch, CancellationToken stopping)
    {
        await InsertAsync(
            "orders", OrderRow.Insert, batch.NewOrders.Values, static (row, copy) => row.Encode(copy), stopping);
        await MergeAsync(
            batch,
            new Merge<OrderChange>("orders", OrderChange.Stage, OrderChange.Merge),
            batch.OrderChanges.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await SendAsync("order_replacements", ReplacementRow.Insert, batch.Replacements, stopping);
        await InsertAsync(
            "trade_matches",
            MatchRow.Insert,
            batch.NewMatches.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<SettlementChange>("trade_matches", SettlementChange.Stage, SettlementChange.Merge),
            batch.Settlements.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await SendAsync("vault_operations", VaultOperation.Insert, batch.Vault, stopping);
        await SendAsync("audit_trail", AuditRow.Insert, batch.Audit, stopping);
    }

    private async Task WriteMoneyAsync(WriteBatch batch, CancellationToken stopping)
    {
        await SendAsync("position_history", PositionHistoryRow.Insert, batch.PositionHistory, stopping);
        await SendAsync("position_settlements", PositionSettlementRow.Insert, batch.PositionSettlements, stopping);
        await SendAsync("market_results", MarketResultRow.Insert, batch.MarketResults, stopping);
        await SendAsync("market_settlements", MarketSettlementRow.Insert, batch.MarketSettlements, stopping);
        await SendAsync("margin_calls", MarginCallRow.Insert, batch.MarginCalls, stopping);
        await SendAsync("liquidations", LiquidationRow.Insert, batch.Liquidations, stopping);
        await SendAsync("fund_changes", FundChangeRow.Insert, batch.FundChanges, stopping);
        await SendAsync("parameter_changes", ParameterRow.Insert, batch.Parameters, stopping);
    }

    private async Task WriteSessionKeysAsync(WriteBatch batch, CancellationToken stopping)
    {
        await InsertAsync(
            "session_keys", SessionKeyRow.Insert, batch.NewSessionKeys.Values, static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<SessionKeyRevocation>(
                "session_keys", SessionKeyRevocation.Stage, SessionKeyRevocation.Merge),
            batch.SessionKeyRevocations.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
    }

    private async Task WriteStateAsync(WriteBatch batch, CancellationToken stopping)
    {
        await MergeAsync(
            batch,
            new Merge<AccountChange>("accounts", AccountChange.Stage, AccountChange.Merge),
            batch.Accounts.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<LockChange>("account_locks", LockChange.Stage, LockChange.Merge),
            batch.Locks.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<AccountBalanceChange>("account_balances", AccountBalanceChange.Stage, AccountBalanceChange.Merge),
            batch.Balances.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<PositionChange>("user_positions", PositionChange.Stage, PositionChange.Merge),
            batch.Positions.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<MarginChange>("position_margins", MarginChange.Stage, MarginChange.Merge),
            batch.Margins.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
    }

    private async Task WriteStatisticsAsync(WriteBatch batch, CancellationToken stopping)
    {
        await SendAsync("settlement_queue", SettlementStepRow.Insert, batch.SettlementSteps, stopping);
        await MergeAsync(
            batch,
            new Merge<LevelChange>("order_book_levels", LevelChange.Stage, LevelChange.Merge),
            batch.Levels.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<CandleChange>("market_candles", CandleChange.Stage, CandleChange.Merge),
            batch.Candles.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        await MergeAsync(
            batch,
            new Merge<StatisticsChange>("user_trading_statistics", StatisticsChange.Stage, StatisticsChange.Merge),
            batch.Statistics.Values,
            static (row, copy) => row.Encode(copy),
            stopping);
        if (batch.Statistics.Count > 0)
        {
            await Connections.ExecuteAsync(connection, StatisticsChange.MergePortfolios, stopping);
        }

        await MergeAsync(
            batch,
            new Merge<PeriodChange>("system_metrics", PeriodChange.Stage, PeriodChange.Merge),
            [batch.Period],
            static (row, copy) => row.Encode(copy),
            stopping);
    }

    private async Task InsertAsync<TRow>(
        string table, string sql, IReadOnlyCollection<TRow> rows, Action<TRow, CopyBuffer> encode,
        CancellationToken stopping)
    {
        _copy.Clear();
        foreach (var row in rows)
        {
            encode(row, _copy);
        }

        await SendAsync(table, sql, _copy, stopping);
    }

    private async Task MergeAsync<TRow>(
        WriteBatch batch, Merge<TRow> merge, IReadOnlyCollection<TRow> rows, Action<TRow, CopyBuffer> encode,
        CancellationToken stopping)
    {
        if (rows.Count == 0)
        {
            return;
        }

        await InsertAsync(merge.Table, merge.Stage, rows, encode, stopping);
        var hit = await Connections.ExecuteAsync(connection, merge.Statement, stopping);
        if (hit != rows.Count)
        {
            throw new ProjectionException(
                batch.LastSequence, 0, $"{rows.Count} changed rows, but {merge.Table} has only {hit} of them");
        }
    }

    private async Task SendAsync(string table, string sql, CopyBuffer rows, CancellationToken stopping)
    {
        if (rows.Rows == 0)
        {
            return;
        }

        var bytes = rows.Finish();
        await using var stream = await connection.BeginRawBinaryCopyAsync(sql, stopping);
        await stream.WriteAsync(bytes, stopping);
        PersistenceMetrics.Rows.WithLabels(table).Inc(rows.Rows);
    }

    private sealed record Merge<TRow>(string Table, string Stage, string Statement);
}
