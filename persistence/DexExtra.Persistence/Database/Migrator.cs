using DbUp;
using DbUp.Engine.Output;
using DexExtra.Hosting;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DexExtra.Persistence.Database;

/// <summary>
/// Applies db/migrations/NNNN_name.sql in order, each once and in its own transaction; the names of those applied are
/// in schema_migrations. An advisory lock, of a transaction so that it holds through a pool too, lets several processes
/// start at once.
/// </summary>
internal sealed class Migrator(string connectionString, string folder, ILogger log)
{
    private const string JournalSchema = "public";
    private const string JournalTable = "schema_migrations";

    /// <summary>"dexextra" in ASCII: the key of the advisory lock.</summary>
    private const long LockKey = 0x6465_7865_7874_7261;

    /// <exception cref="ConfigurationException">The folder has no migration.</exception>
    /// <exception cref="FatalException">A migration is wrong; the message names it.</exception>
    /// <exception cref="NpgsqlException">The server cannot be reached; may be tried again.</exception>
    public async Task ApplyAsync(CancellationToken stopping)
    {
        if (!Directory.Exists(folder) || !Directory.EnumerateFiles(folder, "*.sql").Any())
        {
            throw new ConfigurationException($"migrationsFolder {folder} has no *.sql");
        }

        var settings = new NpgsqlConnectionStringBuilder(connectionString)
        {
            Pooling = false,
            Timeout = PersistenceLimits.ConnectTimeoutSeconds,
        };
        await using var guard = await OpenOrCreateAsync(settings, stopping);
        await using var turn = await guard.BeginTransactionAsync(stopping);
        await Connections.ExecuteAsync(guard, $"select pg_advisory_xact_lock({LockKey})", stopping);
        Upgrade(settings.ConnectionString);
    }

    /// <summary>The connection that holds the lock; creates the database when it does not exist (a rebuild).</summary>
    private async Task<NpgsqlConnection> OpenOrCreateAsync(
        NpgsqlConnectionStringBuilder settings, CancellationToken stopping)
    {
        var connection = new NpgsqlConnection(settings.ConnectionString);
        try
        {
            await connection.OpenAsync(stopping);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.InvalidCatalogName)
        {
            log.LogWarning("database {Database} does not exist: creating it", settings.Database);
            Create(settings.ConnectionString);
            await connection.OpenAsync(stopping);
        }

        return connection;
    }

    private static void Create(string target)
    {
        try
        {
            EnsureDatabase.For.PostgresqlDatabase(target, new NoUpgradeLog());
        }
        catch (PostgresException error) when (
            error.SqlState is PostgresErrorCodes.DuplicateDatabase or PostgresErrorCodes.UniqueViolation)
        {
            // another process created it at the same moment: that is all we wanted
        }
    }

    private void Upgrade(string target)
    {
        var result = DeployChanges.To.PostgresqlDatabase(target)
            .WithScriptsFromFileSystem(folder)
            .WithTransactionPerScript()
            .WithVariablesDisabled()
            .JournalToPostgresqlTable(JournalSchema, JournalTable)
            .LogTo(new NoUpgradeLog())
            .Build()
            .PerformUpgrade();
        foreach (var script in result.Scripts)
        {
            log.LogInformation("migration {Name} applied", script.Name);
        }

        switch (result.Error)
        {
            case null:
                return;
            case PostgresException refused when !DatabaseFailure.IsServerTrouble(refused.SqlState):
                throw new FatalException(
                    ExitCodes.Configuration,
                    $"migration {result.ErrorScript?.Name ?? "?"}: {DatabaseFailure.Describe(refused)}");
            case NpgsqlException:
                throw result.Error;
            default:
                throw new FatalException(ExitCodes.Configuration, $"migrations: {result.Error.Message}", result.Error);
        }
    }

    /// <summary>The tool's own chatter; what matters is logged above.</summary>
    private sealed class NoUpgradeLog : IUpgradeLog
    {
        public void LogTrace(string format, params object[] args)
        {
        }

        public void LogDebug(string format, params object[] args)
        {
        }

        public void LogInformation(string format, params object[] args)
        {
        }

        public void LogWarning(string format, params object[] args)
        {
        }

        public void LogError(string format, params object[] args)
        {
        }

        public void LogError(Exception ex, string format, params object[] args)
        {
        }
    }
}
