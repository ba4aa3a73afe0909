using DexExtra.Persistence.Tests.Infrastructure;
using Npgsql;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>Trading history cannot be rewritten (S274), not even by the role that owns the tables.</summary>
public sealed class ImmutabilityTests(PostgresCluster cluster)
{
    private static readonly string[] OrderLife =
    [
        "status", "cancel_reason", "filled_quantity", "filled_lots", "leaves_lots", "cancelled_lots",
        "filled_tick_lots", "average_price", "fee_paid", "collateral_released", "first_filled_at", "last_filled_at",
        "closed_at", "updated_at", "updated_sequence", "cancel_detail", "current_price_ticks", "current_quantity_lots",
        "current_display_lots", "current_expires_at", "version_in_force", "order_hash_in_force", "amended_at",
        "collateral_amended", "triggered_at", "triggered_price_ticks", "activated_lots",
    ];

    private static readonly string[] SettlementLife =
    [
        "settlement_state", "settlement_status", "settlement_transaction_hash", "settlement_block_number",
        "settlement_gas", "settlement_attempt", "settlement_failure_code", "queued_at", "submitted_at", "mined_at",
        "settled_at", "retrying_at", "failed_at", "settlement_sequence", "buyer_liquidity", "seller_liquidity",
    ];

    [Fact]
    public async Task History_refuses_delete_truncate_and_any_change_of_a_fact()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(21)).Open();
        venue.Run(400);
        await workspace.FollowToAsync(venue.LastSequence);
        var before = await workspace.DumpAsync();

        foreach (var table in (string[])["orders", "trade_matches", "vault_operations", "audit_trail"])
        {
            await RefusedAsync(workspace, $"delete from {table}");
            await RefusedAsync(workspace, $"truncate {table}");
        }

        await EveryColumnRefusedAsync(workspace, "orders", OrderLife);
        await EveryColumnRefusedAsync(workspace, "trade_matches", SettlementLife);
        await EveryColumnRefusedAsync(workspace, "vault_operations", []);
        await EveryColumnRefusedAsync(workspace, "audit_trail", []);
        Assert.Equal(before, await workspace.DumpAsync());
    }

    [Fact]
    public async Task History_of_replacements_and_states_refuses_any_change()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(23));
        new VenueScript(venue, TestSeed.Create(23)).Run(300);
        await workspace.FollowToAsync(venue.LastSequence);
        var before = await workspace.DumpAsync();

        foreach (var table in (string[])["orders", "order_replacements", "market_state_changes"])
        {
            await RefusedAsync(workspace, $"delete from {table}");
            await RefusedAsync(workspace, $"truncate {table}");
        }

        await EveryColumnRefusedAsync(workspace, "orders", OrderLife);
        await EveryColumnRefusedAsync(workspace, "trade_matches", SettlementLife);
        await EveryColumnRefusedAsync(workspace, "order_replacements", []);
        await EveryColumnRefusedAsync(workspace, "market_state_changes", []);
        Assert.Equal(before, await workspace.DumpAsync());
    }

    [Fact]
    public async Task History_of_money_refuses_any_change()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(24));
        new MoneyScript(venue).Run();
        await workspace.FollowToAsync(venue.LastSequence);
        var before = await workspace.DumpAsync();

        foreach (var table in (string[])
            [
                "vault_operations", "position_history", "position_settlements", "market_results", "market_settlements",
                "margin_calls", "liquidations", "fund_changes", "parameter_changes",
            ])
        {
            await RefusedAsync(workspace, $"delete from {table}");
            await RefusedAsync(workspace, $"truncate {table}");
            await EveryColumnRefusedAsync(
                workspace, table, table == "position_history" ? ["position_side", "net_pnl"] : []);
        }

        await EveryColumnRefusedAsync(workspace, "trade_matches", SettlementLife);
        Assert.Equal(before, await workspace.DumpAsync());
    }

    [Fact]
    public async Task Settlement_columns_may_change()
    {
        using var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(22)).Open();
        venue.Run(300);
        await workspace.FollowToAsync(venue.LastSequence);

        await cluster.ExecuteAsync(
            workspace.Database, "update trade_matches set settlement_state = 'FAILED', failed_at = now()");

        Assert.Equal(
            "FAILED", await cluster.ScalarAsync(workspace.Database, "select distinct settlement_status from trade_matches"));
    }

    private async Task EveryColumnRefusedAsync(Workspace workspace, string table, string[] free)
    {
        var columns = await cluster.QueryAsync(workspace.Database,
            $"select column_name, data_type from information_schema.columns where table_name = '{table}'");
        Assert.Empty(free.Except(columns.Select(column => column[0])));
        foreach (var column in columns.Where(column => !free.Contains(column[0])))
        {
            var value = column[1] switch
            {
                "timestamp with time zone" => "'2001-01-01'",
                "character varying" => "'X'",
                "jsonb" => "'{}'",
                "boolean" => $"not {column[0]}",
                _ => "31",
            };
            await RefusedAsync(workspace, $"update {table} set {column[0]} = {value}");
        }
    }

    private async Task RefusedAsync(Workspace workspace, string sql)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => cluster.ExecuteAsync(workspace.Database, sql));
        Assert.True(error.SqlState == PostgresErrorCodes.RestrictViolation, $"{sql}: {error.MessageText}");
    }
}
