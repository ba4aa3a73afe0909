using System.Text.Json;
using DexExtra.Persistence.Tests.Infrastructure;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>
/// S254: what services and traders ask never reads a large table from end to end. The tables are the follower's, each row
/// multiplied until a scan would cost more than an index.
/// </summary>
public sealed class QueryPlanTests(PostgresCluster cluster)
{
    private const int Copies = 120;

    /// <summary>Partial: it has only what waits for settlement, so reading it whole is what is wanted.</summary>
    private const string SmallIndex = "idx_trade_matches_match_id_settlement_state";

    private const string Wallet = "'0x' || left(encode(sha256(convert_to((k % 97)::text || {0}, 'UTF8')), 'hex'), 40)";

    private static readonly string Account =
        "case when account_address is not null then " + Wallet.Replace("{0}", "account_address", StringComparison.Ordinal) + " end";

    private const string Columns =
        """
        select column_name from information_schema.columns
        where table_schema = 'public' and table_name = '{0}' and is_generated = 'NEVER' order by ordinal_position
        """;

    private const string DropChecks =
        """
        do $$
        declare
          rule record;
        begin
          for rule in select conname, conrelid::regclass as place from pg_constraint
            where contype = 'c' and conrelid in ('orders'::regclass, 'trade_matches'::regclass)
          loop
            execute format('alter table %s drop constraint %I', rule.place, rule.conname);
          end loop;
        end
        $$
        """;

    /// <summary>Of each large table what must differ between copies of a row.</summary>
    private static readonly Dictionary<string, Dictionary<string, string>> Large = new()
    {
        ["orders"] = new()
        {
            ["order_id"] = "order_id + k * 100000000::bigint",
            ["order_hash"] = "'0x' || encode(sha256(convert_to(order_id || '/' || k, 'UTF8')), 'hex')",
            ["trader_address"] = Wallet.Replace("{0}", "trader_address", StringComparison.Ordinal),
        },
        ["trade_matches"] = new()
        {
            ["match_id"] = "match_id + k * 100000000::bigint",
            ["market_sequence"] = "market_sequence + k * 100000000::bigint",
            ["buyer_address"] = Wallet.Replace("{0}", "buyer_address", StringComparison.Ordinal),
            ["seller_address"] = Wallet.Replace("{0}", "seller_address", StringComparison.Ordinal),
            ["buy_order_id"] = "buy_order_id + k * 100000000::bigint",
            ["sell_order_id"] = "sell_order_id + k * 100000000::bigint",
        },
        ["audit_trail"] = new()
        {
            ["engine_sequence"] = "engine_sequence + k * 100000000::bigint",
            ["account_address"] = Account,
            ["order_id"] = "order_id + k * 100000000::bigint",
        },
        ["vault_operations"] = new()
        {
            ["deposit_id"] = "deposit_id + k * 100000000::bigint",
            ["engine_sequence"] = "engine_sequence + k * 100000000::bigint",
            ["account_address"] = Account,
        },
    };

    /// <summary>{0} = a wallet of the copies.</summary>
    private static readonly Dictionary<string, string> Queries = new()
    {
        ["order book"] = "select * from get_order_book(1, 20)",
        ["resting orders of a market"] =
            "select order_id, leaves_lots from orders where market_id = 1 and side = 'BUY' and status in ('NEW', 'PARTIALLY_FILLED')"
            + " and order_type <> 'TWAP' and (order_flags & 64) = 0 order by current_price_ticks desc, order_id limit 50",
        ["open orders"] = "select * from v_open_orders where trader_address = '{0}' and subaccount = 0",
        ["order history"] = "select * from orders where trader_address = '{0}' and subaccount = 0 order by order_id desc limit 50",
        ["order by its own number"] = "select * from orders where trader_address = '{0}' and subaccount = 0 and client_order_id = 7",
        ["order by hash"] = "select * from orders where order_hash = '0x00' and status <> 'REJECTED'",
        ["fills of a wallet"] =
            "select * from v_fills where account_address = '{0}' and subaccount = 0 order by match_id desc limit 50",
        ["fills of an order"] = "select * from trade_matches where buy_order_id = 5 or sell_order_id = 5",
        ["public trades"] = "select * from trade_matches where market_id = 1 order by market_sequence desc limit 100",
        ["settlement queue"] = "select * from v_settlement_queue order by match_id limit 100",
        ["audit of a wallet"] =
            "select * from audit_trail where account_address = '{0}' and subaccount = 0 order by account_sequence desc limit 100",
        ["audit of a command"] = "select * from audit_trail where engine_sequence = 5",
        ["money of a wallet"] =
            "select * from vault_operations where account_address = '{0}' and subaccount = 0 order by engine_sequence desc limit 100",
        ["dashboard"] = "select * from v_portfolio_summary where account_address = '{0}'",
        ["positions"] = "select * from v_positions where account_address = '{0}'",
        ["profit by day"] = "select * from v_pnl_by_day where account_address = '{0}'",
    };

    [Fact]
    public async Task No_query_class_scans_a_large_table()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(171)).Open();
        venue.Run(1_500);
        await workspace.FollowToAsync(venue.LastSequence);
        foreach (var (table, changes) in Large)
        {
            await MultiplyAsync(workspace.Database, table, changes);
        }

        // on a running venue nearly everything is settled, and few orders are open; what else such rows have is no matter here
        await cluster.ExecuteAsync(workspace.Database, DropChecks);
        await cluster.ExecuteAsync(
            workspace.Database,
            "set session_replication_role = replica; update trade_matches set settlement_state = 'FINAL' where match_id > 100000000;"
            + " update orders set status = 'CANCELLED' where order_id > 100000000 and status in ('NEW', 'PARTIALLY_FILLED')");
        await cluster.ExecuteAsync(workspace.Database, "vacuum analyze");
        var wallet = await cluster.ScalarAsync(workspace.Database, "select max(trader_address) from orders");

        // partitions of months to come are empty
        var large = (await cluster.QueryAsync(workspace.Database, "select relname from pg_class where relkind = 'r' and reltuples > 5000"))
            .Select(row => row[0]).ToHashSet(StringComparer.Ordinal);
        Assert.True(large.Count >= Large.Count, string.Join(' ', large));
        var scans = new List<string>();
        foreach (var (name, query) in Queries)
        {
            var plan = await cluster.ScalarAsync(
                workspace.Database, "explain (format json) " + query.Replace("{0}", wallet, StringComparison.Ordinal));
            using var parsed = JsonDocument.Parse(plan);
            scans.AddRange(Scans(parsed.RootElement).Where(large.Contains).Select(table => $"{name}: {table}"));
        }

        Assert.True(scans.Count == 0, string.Join(", ", scans));
    }

    private async Task MultiplyAsync(string database, string table, Dictionary<string, string> changes)
    {
        var columns = await cluster.QueryAsync(database, Columns.Replace("{0}", table, StringComparison.Ordinal));
        var names = columns.Select(row => row[0]).ToList();
        Assert.Empty(changes.Keys.Except(names));
        var values = names.Select(name => changes.GetValueOrDefault(name, name));
        await cluster.ExecuteAsync(
            database,
            $"set session_replication_role = replica; insert into {table} ({string.Join(", ", names)})"
            + $" select {string.Join(", ", values)} from {table}, generate_series(1, {Copies}) k");
    }

    /// <summary>Tables that the plan reads from end to end, through an index or not.</summary>
    private static IEnumerable<string> Scans(JsonElement node) => node.ValueKind switch
    {
        JsonValueKind.Array => node.EnumerateArray().SelectMany(Scans),
        JsonValueKind.Object => node.EnumerateObject().SelectMany(member => Scans(member.Value)).Concat(Scanned(node)),
        _ => [],
    };

    private static IEnumerable<string> Scanned(JsonElement node)
    {
        var type = node.TryGetProperty("Node Type", out var named) ? named.GetString()! : string.Empty;
        var isWhole = type.EndsWith("Seq Scan", StringComparison.Ordinal)
            || (type is "Index Scan" or "Index Only Scan" && !node.TryGetProperty("Index Cond", out _)
                && node.GetProperty("Index Name").GetString() != SmallIndex);
        return isWhole ? [node.GetProperty("Relation Name").GetString()!] : [];
    }
}
