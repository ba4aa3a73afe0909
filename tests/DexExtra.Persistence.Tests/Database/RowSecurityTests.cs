using System.Globalization;
using DexExtra.Persistence.Tests.Infrastructure;
using Npgsql;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>Every table × role × verb × own, other's, nobody's rows, with claims as Supabase sets them (RLS-01, 03–05).</summary>
public sealed class RowSecurityTests(PostgresCluster cluster)
{
    private const string Nobody = "false";

    /// <summary>What a signed-in trader sees of each table; {0} = his wallet as literal. Others see what is not his.</summary>
    private static readonly Dictionary<string, string> Owned = new()
    {
        ["accounts"] = "account_address = {0}",
        ["account_balances"] = "account_address = {0}",
        ["account_locks"] = "account_address = {0}",
        ["orders"] = "trader_address = {0}",
        ["order_replacements"] = "order_id in (select order_id from orders where trader_address = {0})",
        ["trade_matches"] = "buyer_address = {0} or seller_address = {0}",
        ["vault_operations"] = "account_address = {0}",
        ["user_positions"] = "account_address = {0}",
        ["position_margins"] = "account_address = {0}",
        ["position_history"] = "account_address = {0}",
        ["position_settlements"] = "account_address = {0}",
        ["margin_calls"] = "account_address = {0}",
        ["liquidations"] = "account_address = {0}",
        ["audit_trail"] = "account_address = {0}",
        ["user_trading_statistics"] = "account_address = {0}",
        ["router_portfolios"] = "account_address = {0}",
        ["portfolio_snapshots"] = "account_address = {0}",
        ["session_keys"] = "owner_address = {0}",
        ["websocket_connections"] = "account_address = {0}",
        ["data_access_log"] = "account_address = {0}",
    };

    private static readonly Dictionary<string, string> Public = new()
    {
        ["assets"] = "true",
        ["markets"] = "true",
        ["market_state_changes"] = "true",
        ["auctions"] = "true",
        ["order_book_levels"] = "true",
        ["order_book_snapshots"] = "true",
        ["market_candles"] = "true",
        ["market_results"] = "true",
        ["market_settlements"] = "true",
        ["follower_cursor"] = "true",
        ["fund_changes"] = "fund_kind in ('INSURANCE', 'GUARANTEE')",
        ["parameter_changes"] = "account_address is null or account_address = {0}",
    };

    private static readonly string[] Internal =
        ["account_contacts", "settlement_queue", "system_metrics", "partition_settings", "partition_archive", "market_restrictions"];

    private static readonly HashSet<string> Writes = new(StringComparer.Ordinal)
    {
        "service_role insert websocket_connections", "service_role update websocket_connections",
        "dexextra_admin insert market_restrictions", "dexextra_admin update market_restrictions",
        "dexextra_admin delete market_restrictions",
    };

    private static readonly string[] Roles = ["anon", "authenticated", "service_role", "dexextra_admin", "dexextra_auditor"];

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Every_role_sees_exactly_its_rows_and_writes_nothing_else(bool isMoney)
    {
        using var workspace = await FilledAsync(isMoney);
        var tables = (await cluster.QueryAsync(workspace.Database,
            """
            select relname from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p')
              and not relispartition and relname <> 'schema_migrations' order by 1
            """)).Select(row => row[0]).ToArray();
        Assert.Equal(Owned.Keys.Concat(Public.Keys).Concat(Internal).Order(StringComparer.Ordinal), tables.Order(StringComparer.Ordinal));
        var wallets = (await cluster.QueryAsync(workspace.Database, "select distinct account_address from accounts order by 1"))
            .Select(row => row[0]).Take(3).Append("0x00000000000000000000000000000000000000ee").Append(string.Empty).ToArray();

        var wrong = new List<string>();
        var cells = 0;
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(workspace.Database));
        await connection.OpenAsync();
        foreach (var (table, role) in tables.SelectMany(table => Roles.Select(role => (table, role))))
        {
            foreach (var wallet in wallets)
            {
                var expected = Expected(table, role) is { } rule
                    ? await cluster.ScalarAsync(workspace.Database, $"select count(*) from {table} where {Bind(rule, wallet)}")
                    : "42501";
                var found = await AsAsync(connection, role, Claims(wallet), $"select count(*) from {table}");
                cells++;
                if (expected != found)
                {
                    wrong.Add($"{role} as '{wallet}' selects {table}: expected {expected}, found {found}");
                }
            }

            foreach (var (verb, sql) in Verbs(table, await ColumnAsync(workspace, table)))
            {
                cells++;
                var refused = await AsAsync(connection, role, Claims(wallets[0]), sql) == "42501";
                if (refused == Writes.Contains($"{role} {verb} {table}"))
                {
                    wrong.Add($"{role} {verb} {table}: {(refused ? "refused" : "allowed")}");
                }
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{cells} cells");
        Assert.True(wrong.Count == 0, string.Join('\n', wrong));
    }

    /// <summary>RLS-04: identities interleaved on one connection, with aborts; a claim never outlives its transaction.</summary>
    [Fact]
    public async Task Identities_never_cross_on_one_connection()
    {
        using var workspace = await FilledAsync();
        var wallets = await cluster.QueryAsync(
            workspace.Database, "select trader_address, count(*)::text from orders group by 1 order by 1");
        var random = TestSeed.Create(91);
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(workspace.Database));
        await connection.OpenAsync();

        for (var turn = 0; turn < 300; turn++)
        {
            var wallet = wallets[random.Next(wallets.Count)];
            Assert.Equal(wallet[1], await AsAsync(connection, "authenticated", Claims(wallet[0]), "select count(*) from orders"));
            Assert.Equal("22012", await AsAsync(connection, "authenticated", Claims(wallet[0]), "select 1 / 0"));
            Assert.Equal("0", await AsAsync(connection, "authenticated", string.Empty, "select count(*) from orders"));
        }
    }

    /// <summary>RLS-05: without, with broken or with self-made claims there are no rows and no text with data.</summary>
    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"app_metadata": {"wallet_address": null}}""")]
    [InlineData("""{"app_metadata": {"wallet_address": "%"}}""")]
    [InlineData("""{"user_metadata": {"wallet_address": "WALLET"}, "sub": "WALLET"}""")]
    public async Task No_verified_wallet_means_no_rows(string claims)
    {
        using var workspace = await FilledAsync();
        var wallet = await cluster.ScalarAsync(workspace.Database, "select min(trader_address) from orders");
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(workspace.Database));
        await connection.OpenAsync();

        foreach (var table in Owned.Keys)
        {
            Assert.Equal("0", await AsAsync(
                connection, "authenticated", claims.Replace("WALLET", wallet, StringComparison.Ordinal),
                $"select count(*) from {table}"));
        }
    }

    [Fact]
    public async Task A_restricted_market_is_hidden_by_wallet_and_by_country()
    {
        using var workspace = await FilledAsync();
        var market = await cluster.ScalarAsync(workspace.Database, "select min(market_id) from trade_matches");
        var wallet = await cluster.ScalarAsync(workspace.Database, "select min(trader_address) from orders");
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(workspace.Database));
        await connection.OpenAsync();
        var count = $"select count(*) from markets where market_id = {market}";
        var trades = $"select count(*) > 0 from list_trades({market})";
        Assert.Equal("1", await AsAsync(connection, "authenticated", Claims(wallet), count));
        Assert.Equal("True", await AsAsync(connection, "anon", string.Empty, trades));

        await cluster.ExecuteAsync(workspace.Database,
            "insert into market_restrictions (market_id, account_address, country_code, restriction_reason) values"
            + $" ({market}, '{wallet}', null, 'test'), ({market}, null, 'XX', 'test')");

        var abroad = """{"app_metadata": {"country": "xx"}}""";
        Assert.Equal("0", await AsAsync(connection, "authenticated", Claims(wallet), count));
        Assert.Equal("0", await AsAsync(connection, "authenticated", abroad, count));
        Assert.Equal("False", await AsAsync(connection, "authenticated", abroad, trades));
        Assert.Equal("1", await AsAsync(connection, "anon", string.Empty, count));
    }

    [Fact]
    public async Task Access_is_logged_with_the_wallet_of_the_session()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();
        const string Wallet = "0x00000000000000000000000000000000000000aa";
        await using var connection = new NpgsqlConnection(cluster.ConnectionString(workspace.Database));
        await connection.OpenAsync();

        await AsAsync(
            connection, "authenticated", Claims(Wallet), "select record_data_access('orders', 'READ', false)", keep: true);

        Assert.Equal(
            [["authenticated", Wallet, "orders", "READ", "False"]],
            await cluster.QueryAsync(workspace.Database,
                "select database_role, account_address, resource, access_action, was_allowed from data_access_log"));
    }

    /// <summary>A column that an update may name.</summary>
    private Task<string> ColumnAsync(Workspace workspace, string table) => cluster.ScalarAsync(workspace.Database,
        $"select attname from pg_attribute where attrelid = '{table}'::regclass and attnum > 0 and attgenerated = ''"
        + " and attidentity = '' order by attnum limit 1");

    private static string? Expected(string table, string role) => role switch
    {
        "anon" => Public.GetValueOrDefault(table),
        "authenticated" => Owned.GetValueOrDefault(table) ?? Public.GetValueOrDefault(table),
        _ => "true",
    };

    private static string Bind(string rule, string wallet) => rule.Replace(
        "{0}", wallet.Length == 0 ? "null" : $"'{wallet}'", StringComparison.Ordinal);

    private static string Claims(string wallet) =>
        wallet.Length == 0 ? string.Empty : $$$"""{"role": "authenticated", "app_metadata": {"wallet_address": "{{{wallet}}}"}}""";

    /// <summary>Statements whose rights are asked before anything else is; the rows of others are never reached.</summary>
    private static (string Verb, string Sql)[] Verbs(string table, string column) =>
    [
        ("insert", table == "websocket_connections"
            ? "insert into websocket_connections (connection_id, gateway_name, remote_host, connection_status,"
                + " rate_limit_per_minute) values ('c', 'g', 'h', 'OPEN', 1)"
            : table == "market_restrictions"
                ? "insert into market_restrictions (country_code, restriction_reason) values ('XX', 'test')"
                : $"insert into {table} default values"),
        ("update", $"update {table} set {column} = {column}"),
        ("delete", $"delete from {table}"),
        ("truncate", $"truncate {table}"),
    ];

    /// <summary>The first value of the answer, or the SQLSTATE of the refusal; nothing stays.</summary>
    private static async Task<string> AsAsync(
        NpgsqlConnection connection, string role, string claims, string sql, bool keep = false)
    {
        await using var transaction = await connection.BeginTransactionAsync();
        await using var identity = new NpgsqlCommand(
            $"select set_config('request.jwt.claims', @claims, true); set local role {role}", connection);
        identity.Parameters.AddWithValue("claims", claims);
        await identity.ExecuteNonQueryAsync();
        try
        {
            await using var command = new NpgsqlCommand(sql, connection);
            var value = await command.ExecuteScalarAsync();
            if (keep)
            {
                await transaction.CommitAsync();
            }

            return Convert.ToString(value, CultureInfo.InvariantCulture) ?? Nobody;
        }
        catch (PostgresException error)
        {
            return error.SqlState;
        }
    }

    private async Task<Workspace> FilledAsync(bool isMoney = false)
    {
        var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(92));
        if (isMoney)
        {
            new MoneyScript(venue).Run();
        }
        else
        {
            venue.Open().Run(300);
        }

        await workspace.FollowToAsync(venue.LastSequence);
        return workspace;
    }
}
