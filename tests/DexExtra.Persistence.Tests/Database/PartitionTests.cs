using DexExtra.Persistence.Tests.Infrastructure;
using Npgsql;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>Partitions are there before their rows, leave with a manifest, and nothing is ever lost (S253, S276, C07).</summary>
public sealed class PartitionTests(PostgresCluster cluster)
{
    private const string Now = "'2027-06-15 00:00:00+00'";

    [Fact]
    public async Task Partitions_of_this_month_and_those_ahead_exist_once_a_period_begins()
    {
        using var workspace = new Workspace(cluster);
        await workspace.PrepareAsync();

        await cluster.ExecuteAsync(workspace.Database, "select begin_period('2026-11-30 23:55:00+00')");
        await cluster.ExecuteAsync(workspace.Database, "select begin_period('2026-11-30 23:55:00+00')");

        var found = await cluster.QueryAsync(workspace.Database,
            "select c.relname from pg_class c where c.relispartition and c.relkind = 'r' order by 1");
        var tables = (string[])["audit_trail", "market_candles", "order_book_snapshots", "portfolio_snapshots", "system_metrics"];
        Assert.Equal(
            tables.SelectMany(table => ((string[])["202611", "202612", "202701"]).Select(month => $"{table}_p{month}")),
            found.Select(row => row[0]));
    }

    [Fact]
    public async Task An_old_partition_is_detached_whole_with_count_and_hash_and_stays_unchangeable()
    {
        using var workspace = await FilledAsync();
        var rows = await cluster.ScalarAsync(workspace.Database, "select count(*) from audit_trail");
        var content = await cluster.QueryAsync(workspace.Database, "select t::text from audit_trail t order by 1");
        Assert.NotEqual("0", rows);
        Assert.Equal("0", await DetachAsync(workspace));

        await cluster.ExecuteAsync(workspace.Database,
            "update partition_settings set retention_months = 3 where table_name = 'audit_trail'");
        Assert.Equal("3", await DetachAsync(workspace));
        Assert.Equal("0", await DetachAsync(workspace));

        Assert.Equal("0", await cluster.ScalarAsync(workspace.Database, "select count(*) from audit_trail"));
        Assert.Equal(
            content,
            await cluster.QueryAsync(workspace.Database, "select t::text from archive.audit_trail_p202609 t order by 1"));
        Assert.Equal(
            [["audit_trail_p202609", rows], ["audit_trail_p202610", "0"], ["audit_trail_p202611", "0"]],
            await cluster.QueryAsync(workspace.Database,
                "select partition_name, row_count from partition_archive order by 1"));
        Assert.Equal("True", await cluster.ScalarAsync(workspace.Database,
            "select content_hash = hash_partition('archive.audit_trail_p202609') from partition_archive"
            + " where partition_name = 'audit_trail_p202609'"));
        foreach (var change in (string[])["delete from", "truncate"])
        {
            await RefusedAsync(workspace, $"{change} archive.audit_trail_p202609");
            await RefusedAsync(workspace, $"{change} partition_archive");
        }

        await RefusedAsync(workspace, "update archive.audit_trail_p202609 set reason = 'x'");
    }

    /// <summary>Any row that is lost, changed or doubled changes the hash; their order does not.</summary>
    [Fact]
    public async Task The_hash_of_a_partition_covers_every_row()
    {
        using var workspace = await FilledAsync();
        var database = workspace.Database;
        var hash = await HashAsync(database, "select * from audit_trail");

        Assert.Equal(hash, await HashAsync(database, "select * from audit_trail order by event_type, engine_sequence desc"));
        Assert.NotEqual(hash, await HashAsync(database, "select * from audit_trail offset 1"));
        Assert.NotEqual(hash, await HashAsync(
            database, "select * from audit_trail union all (select * from audit_trail limit 1)"));
        var columns = await cluster.ScalarAsync(database,
            "select string_agg(case column_name when 'reason' then 'case engine_sequence when 5 then ''x'' else reason end'"
            + " else column_name end, ', ' order by ordinal_position) from information_schema.columns"
            + " where table_schema = 'public' and table_name = 'audit_trail'");
        Assert.NotEqual(hash, await HashAsync(database, $"select {columns} from audit_trail"));
    }

    /// <summary>A partition refuses what its table refuses, though triggers on statements are not inherited.</summary>
    [Theory]
    [InlineData("audit_trail_p202609")]
    [InlineData("order_book_snapshots_p202609")]
    [InlineData("portfolio_snapshots_p202609")]
    public async Task History_cannot_be_changed_through_a_partition(string partition)
    {
        using var workspace = await FilledAsync();

        await RefusedAsync(workspace, $"truncate {partition}");
        if (await cluster.ScalarAsync(workspace.Database, $"select count(*) from {partition}") != "0")
        {
            await RefusedAsync(workspace, $"delete from {partition}");
            await RefusedAsync(workspace, $"update {partition} set engine_sequence = 1");
        }
    }

    private async Task<string> HashAsync(string database, string rows)
    {
        await cluster.ExecuteAsync(database, $"create table hashed as {rows}");
        var hash = await cluster.ScalarAsync(database, "select hash_partition('hashed')");
        await cluster.ExecuteAsync(database, "drop table hashed");
        return hash;
    }

    private Task<string> DetachAsync(Workspace workspace) =>
        cluster.ScalarAsync(workspace.Database, $"select detach_old_partitions({Now})");

    private async Task RefusedAsync(Workspace workspace, string sql)
    {
        var error = await Assert.ThrowsAsync<PostgresException>(() => cluster.ExecuteAsync(workspace.Database, sql));
        Assert.True(error.SqlState == PostgresErrorCodes.RestrictViolation, $"{sql}: {error.MessageText}");
    }

    /// <summary>A venue in September 2026 over a midnight.</summary>
    private async Task<Workspace> FilledAsync()
    {
        var workspace = new Workspace(cluster);
        using var venue = workspace.CreateVenue(TestSeed.Create(121)).Open();
        venue.Run(200);
        venue.Skip(TimeSpan.FromDays(1));
        venue.Run(20);
        await workspace.FollowToAsync(venue.LastSequence);
        return workspace;
    }
}
