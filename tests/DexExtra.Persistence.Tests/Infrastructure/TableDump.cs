using System.Collections.Concurrent;
using System.Text;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>
/// Contents of whole tables as text, every column, ordered by primary key: times as microseconds, numbers exactly as
/// PostgreSQL writes them.
/// </summary>
internal static class TableDump
{
    public const string Null = PostgresServer.Null;

    public static readonly string[] Tables =
    [
        "assets", "markets", "accounts", "account_balances", "orders", "trade_matches", "vault_operations",
        "user_positions", "audit_trail", "follower_cursor", "order_replacements", "market_state_changes", "auctions",
        "account_locks", "position_history", "position_settlements", "market_results", "market_settlements",
        "margin_calls", "liquidations", "fund_changes", "parameter_changes", "position_margins",
        "session_keys", "order_book_levels", "market_candles", "order_book_snapshots", "user_trading_statistics",
        "router_portfolios", "portfolio_snapshots", "settlement_queue", "system_metrics",
    ];

    private const string Columns =
        """
        select column_name, data_type from information_schema.columns
        where table_schema = 'public' and table_name = '{0}' order by ordinal_position
        """;

    private const string PrimaryKey =
        """
        select string_agg(quote_ident(a.attname), ', ' order by k.place) from pg_index i
        cross join lateral unnest(i.indkey) with ordinality k(attnum, place)
        join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
        where i.indrelid = '{0}'::regclass and i.indisprimary
        """;

    // the same in every database: all are at the newest migration
    private static readonly ConcurrentDictionary<string, Task<(string[] Columns, string Query)>> Queries = new();

    /// <summary>One dictionary per row: column → text.</summary>
    public static async Task<List<Dictionary<string, string>>> ReadAsync(
        PostgresCluster cluster, string database, string table)
    {
        var (columns, query) = await Queries.GetOrAdd(table, name => PrepareAsync(cluster, database, name));
        var rows = await cluster.QueryAsync(database, query);
        return [.. rows.Select(row => columns.Select((column, index) => (column, row[index]))
            .ToDictionary(pair => pair.column, pair => pair.Item2, StringComparer.Ordinal))];
    }

    private static async Task<(string[] Columns, string Query)> PrepareAsync(
        PostgresCluster cluster, string database, string table)
    {
        var columns = await cluster.QueryAsync(database, Columns.Replace("{0}", table, StringComparison.Ordinal));
        var order = await cluster.ScalarAsync(database, PrimaryKey.Replace("{0}", table, StringComparison.Ordinal));
        var list = string.Join(", ", columns.Select(column => Text(column[0], column[1])));
        return ([.. columns.Select(column => column[0])], $"select {list} from {table} order by {order}");
    }

    /// <summary>All tables as one text, for comparing databases.</summary>
    public static async Task<string> ReadAllAsync(PostgresCluster cluster, string database)
    {
        var text = new StringBuilder();
        foreach (var table in Tables)
        {
            text.AppendLine(table);
            foreach (var row in await ReadAsync(cluster, database, table))
            {
                text.AppendLine(Line(row));
            }
        }

        return text.ToString();
    }

    public static string Line(Dictionary<string, string> row) =>
        string.Join(" | ", row.OrderBy(pair => pair.Key, StringComparer.Ordinal).Select(pair => $"{pair.Key}={pair.Value}"));

    private static string Text(string column, string type) => type == "timestamp with time zone"
        ? $"case when isfinite({column}) then (extract(epoch from {column}) * 1000000)::bigint::text else {column}::text end"
        : $"{column}::text";
}
