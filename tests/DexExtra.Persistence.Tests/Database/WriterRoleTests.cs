using DexExtra.Persistence.Tests.Infrastructure;
using Npgsql;

namespace DexExtra.Persistence.Tests.Database;

/// <summary>No superuser: the role of db/roles.sql migrates, writes, and cannot rewrite what it owns (S024, S274).</summary>
public sealed class WriterRoleTests(CrashCluster cluster) : IClassFixture<CrashCluster>
{
    [Fact]
    public async Task The_writer_fills_everything_and_changes_no_history()
    {
        var roles = await File.ReadAllTextAsync(Path.Combine(AppContext.BaseDirectory, "roles.sql"));
        await cluster.ExecuteAsync("postgres", roles);
        await cluster.ExecuteAsync("postgres", roles);
        using var workspace = new Workspace(cluster);
        await cluster.ExecuteAsync("postgres", $"create database {workspace.Database} owner dexextra_writer");
        var writer = cluster.ConnectionString(workspace.Database).Replace(
            "Username=postgres", "Username=dexextra_writer", StringComparison.Ordinal);
        workspace.Options = workspace.Options with { Postgres = writer };
        using var venue = workspace.CreateVenue(TestSeed.Create(131)).Open();
        venue.Run(300);
        venue.Skip(TimeSpan.FromMinutes(10));
        venue.Run(50);

        await workspace.FollowToAsync(venue.LastSequence);

        await workspace.CompareAsync(venue);
        Assert.Equal(
            [["False", "dexextra_writer"]],
            await cluster.QueryAsync(workspace.Database,
                "select rolsuper, tableowner from pg_roles join pg_tables on tableowner = rolname where tablename = 'audit_trail'"));
        await using var connection = new NpgsqlConnection(writer);
        await connection.OpenAsync();
        foreach (var table in (string[])[
            "audit_trail", "orders", "trade_matches", "vault_operations", "settlement_queue", "order_book_snapshots"])
        {
            foreach (var verb in (string[])["delete from", "truncate"])
            {
                await using var command = new NpgsqlCommand($"{verb} {table}", connection);
                var error = await Assert.ThrowsAsync<PostgresException>(() => command.ExecuteNonQueryAsync());
                Assert.Equal(PostgresErrorCodes.RestrictViolation, error.SqlState);
            }
        }
    }
}
