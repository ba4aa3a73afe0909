using Microsoft.Extensions.Logging;
using Npgsql;

namespace DexExtra.Persistence.Database;

/// <summary>PostgreSQL. One connection at a time.</summary>
internal sealed class PostgresStore(string connectionString, string migrationsFolder, ILogger log) : IFollowerStore
{
    private readonly NpgsqlDataSource _source = Connections.CreateSource(connectionString);

    public Task PrepareAsync(CancellationToken stopping) =>
        new Migrator(connectionString, migrationsFolder, log).ApplyAsync(stopping);

    public async Task<IFollowerConnection> ConnectAsync(CancellationToken stopping) =>
        new PostgresConnection(await _source.OpenConnectionAsync(stopping));

    public ValueTask DisposeAsync() => _source.DisposeAsync();
}
