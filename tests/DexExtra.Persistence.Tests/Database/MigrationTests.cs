using System.Text.RegularExpressions;
using DexExtra.Hosting;
using DexExtra.Messages;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Rows;
using DexExtra.Persistence.Sealed;
using DexExtra.Persistence.Tests.Infrastructure;
using Microsoft.Extensions.Logging.Abstractions;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>The schema as the catalogue shows it: names, comments, checks (S051, S348–S362).</summary>
public sealed partial class MigrationTests(PostgresCluster cluster)
{
    private static readonly Dictionary<string, Type> Lists = new()
    {
        ["chk_account_contacts_contact_kind"] = typeof(ContactKind),
        ["chk_orders_side"] = typeof(Side),
        ["chk_orders_order_type"] = typeof(OrderType),
        ["chk_orders_time_in_force"] = typeof(TimeInForce),
        ["chk_orders_status"] = typeof(OrderStatus),
        ["chk_orders_reject_reason"] = typeof(RejectReason),
        ["chk_orders_cancel_reason"] = typeof(CancelReason),
        ["chk_orders_cancel_detail"] = typeof(RejectReason),
        ["chk_orders_trigger_source"] = typeof(TriggerSource),
        ["chk_orders_expiry_action"] = typeof(ExpiryAction),
        ["chk_orders_peg_reference"] = typeof(PegReference),
        ["chk_orders_list_kind"] = typeof(ListKind),
        ["chk_order_replacements_time_in_force"] = typeof(TimeInForce),
        ["chk_order_replacements_trigger_source"] = typeof(TriggerSource),
        ["chk_order_replacements_expiry_action"] = typeof(ExpiryAction),
        ["chk_order_replacements_peg_reference"] = typeof(PegReference),
        ["chk_trade_matches_aggressor_side"] = typeof(Side),
        ["chk_trade_matches_settlement_state"] = typeof(SettlementState),
        ["chk_markets_market_state"] = typeof(MarketState),
        ["chk_markets_auction_kind"] = typeof(AuctionKind),
        ["chk_markets_indicative_surplus_side"] = typeof(Side),
        ["chk_markets_allocation"] = typeof(Allocation),
        ["chk_market_state_changes_market_state"] = typeof(MarketState),
        ["chk_market_state_changes_state_cause"] = typeof(StateCause),
        ["chk_market_state_changes_auction_kind"] = typeof(AuctionKind),
        ["chk_auctions_auction_kind"] = typeof(AuctionKind),
        ["chk_auctions_start_cause"] = typeof(StateCause),
        ["chk_vault_operations_operation_type"] = typeof(VaultOperationType),
        ["chk_vault_operations_withdrawal_state"] = typeof(WithdrawalState),
        ["chk_audit_trail_event_type"] = typeof(EventType),
        ["chk_markets_margin_mode"] = typeof(MarginMode),
        ["chk_markets_fee_model"] = typeof(FeeModel),
        ["chk_markets_out_of_range"] = typeof(OutOfRange),
        ["chk_markets_settlement_fallback"] = typeof(SettlementFallback),
        ["chk_position_history_position_end"] = typeof(PositionEnd),
        ["chk_position_history_outcome"] = typeof(Outcome),
        ["chk_market_results_oracle_update"] = typeof(OracleUpdateKind),
        ["chk_margin_calls_margin_level"] = typeof(MarginLevel),
        ["chk_margin_calls_previous_margin_level"] = typeof(MarginLevel),
        ["chk_liquidations_liquidation_stage"] = typeof(LiquidationStage),
        ["chk_fund_changes_fund_kind"] = typeof(FundKind),
        ["chk_parameter_changes_parameter_type"] = typeof(ParameterType),
        ["chk_position_margins_margin_mode"] = typeof(MarginMode),
        ["chk_order_book_levels_side"] = typeof(Side),
        ["chk_settlement_queue_settlement_state"] = typeof(SettlementState),
    };

    [Fact]
    public async Task Migrations_apply_once_even_from_two_processes_at_a_time()
    {
        using var workspace = new Workspace(cluster);

        await Task.WhenAll(Task.Run(workspace.MigrateAsync), Task.Run(workspace.MigrateAsync), Task.Run(workspace.MigrateAsync));
        await workspace.MigrateAsync();

        var files = Directory.GetFiles(Workspace.MigrationsFolder).Length;
        Assert.Equal($"{files}", await cluster.ScalarAsync(workspace.Database, "select count(*) from schema_migrations"));
    }

    [Fact]
    public async Task A_wrong_migration_ends_the_process_and_names_itself()
    {
        using var workspace = new Workspace(cluster);
        var folder = Directory.CreateDirectory(Path.Combine(workspace.Folder, "wrong")).FullName;
        await File.WriteAllTextAsync(Path.Combine(folder, "0001_wrong.sql"), "create tabel x (y int)");

        var error = await Assert.ThrowsAsync<FatalException>(() =>
            new Migrator(workspace.Options.Postgres, folder, NullLogger.Instance).ApplyAsync(CancellationToken.None));

        Assert.Equal(ExitCodes.Configuration, error.ExitCode);
        Assert.Contains("0001_wrong.sql", error.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Everything_in_the_schema_is_commented()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();

        var silent = await cluster.QueryAsync(workspace.Database,
            """
            select 'relation ' || c.relname from pg_class c
            where c.relnamespace = 'public'::regnamespace and not c.relispartition and c.relkind in ('r', 'v', 'i', 'p', 'I', 'm')
              and c.relname not like '%schema_migrations%' and obj_description(c.oid, 'pg_class') is null
            union all
            select 'column ' || c.relname || '.' || a.attname from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and not c.relispartition and c.relkind in ('r', 'v', 'p', 'm')
              and a.attnum > 0 and not a.attisdropped
              and c.relname <> 'schema_migrations' and col_description(c.oid, a.attnum) is null
            union all
            select 'function ' || p.proname from pg_proc p
            where p.pronamespace = 'public'::regnamespace and obj_description(p.oid, 'pg_proc') is null
            """);

        Assert.Empty(silent.Select(row => row[0]));
    }

    [Fact]
    public async Task Indexes_are_named_by_table_and_columns()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();

        var wrong = await cluster.QueryAsync(workspace.Database,
            """
            select i.indexrelid::regclass::text,
              left('idx_' || c.relname || '_' || string_agg(a.attname, '_' order by k.place), 63)
            from pg_index i join pg_class c on c.oid = i.indrelid
            cross join lateral unnest(i.indkey) with ordinality k(attnum, place)
            join pg_attribute a on a.attrelid = i.indrelid and a.attnum = k.attnum
            where c.relnamespace = 'public'::regnamespace and not c.relispartition
              and c.relname <> 'schema_migrations' and k.place <= i.indnkeyatts
            group by i.indexrelid, c.relname
            having i.indexrelid::regclass::text
              <> left('idx_' || c.relname || '_' || string_agg(a.attname, '_' order by k.place), 63)
            """);

        Assert.Empty(wrong.Select(row => $"{row[0]} should be {row[1]}"));
    }

    [Fact]
    public async Task Types_follow_the_requirement()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();

        var wrong = await cluster.QueryAsync(workspace.Database,
            """
            select c.relname || '.' || a.attname || ' ' || format_type(a.atttypid, a.atttypmod)
            from pg_class c join pg_attribute a on a.attrelid = c.oid
            where c.relnamespace = 'public'::regnamespace and c.relkind in ('r', 'p', 'm') and a.attnum > 0 and not a.attisdropped
              and c.relname <> 'schema_migrations' and case
                when a.attname like '%address' then format_type(a.atttypid, a.atttypmod) <> 'character varying(42)'
                when a.attname like '%hash' then format_type(a.atttypid, a.atttypmod) <> 'character varying(66)'
                when a.attname like '%\_at' or a.attname = 'engine_time'
                  then format_type(a.atttypid, a.atttypmod) <> 'timestamp with time zone'
                when a.attname like '%price' then format_type(a.atttypid, a.atttypmod) <> 'numeric(20,8)'
                when a.atttypid in ('real'::regtype, 'double precision'::regtype, 'money'::regtype) then true
                else false end
            """);

        Assert.Empty(wrong.Select(row => row[0]));
    }

    /// <summary>Every list of words in a check is the whole enum: a forgotten value, list or check fails.</summary>
    [Fact]
    public async Task Check_lists_equal_the_engine_enums()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();

        var checks = await cluster.QueryAsync(workspace.Database,
            """
            select c.conname, pg_get_constraintdef(c.oid) from pg_constraint c
            where c.contype = 'c' and pg_get_constraintdef(c.oid) ~ '^CHECK \(\(\(?\(?[a-z_]+\)?(::text)? = ANY \(\('
              and pg_get_constraintdef(c.oid) !~ ' (AND|OR|IS) '
            """);

        Assert.Equal(Lists.Keys.Order(StringComparer.Ordinal), checks.Select(row => row[0]).Order(StringComparer.Ordinal));
        Assert.All(checks, row =>
        {
            var listed = Quoted().Matches(row[1]).Select(match => match.Groups[1].Value).Order(StringComparer.Ordinal);
            var names = Enum.GetNames(Lists[row[0]]).Where(name => name != nameof(RejectReason.None));
            Assert.True(names.Select(Snake).Order(StringComparer.Ordinal).SequenceEqual(listed), $"{row[0]}: {row[1]}");
        });
    }

    private static string Snake(string name) => WordStart().Replace(name, "_$1").ToUpperInvariant();

    [GeneratedRegex("'([A-Z_]+)'")]
    private static partial Regex Quoted();

    [GeneratedRegex("(?<!^)([A-Z])")]
    private static partial Regex WordStart();
}
