using DexExtra.Hosting;
using Npgsql;
using StackExchange.Redis;

namespace DexExtra.Persistence;

/// <summary>The section "persistence" of the deployment's configuration file.</summary>
internal sealed record PersistenceSection : IConfigSection
{
    public const string SectionName = "persistence";

    /// <summary>Loopback port of /health and /metrics.</summary>
    public required int HealthPort { get; init; }

    /// <summary>Npgsql connection string of the database that this process owns.</summary>
    public required string Postgres { get; init; }

    /// <summary>host:port of the mirror; empty = no mirror.</summary>
    public required string Redis { get; init; }

    /// <summary>Absolute folder of NNNN_name.sql.</summary>
    public required string MigrationsFolder { get; init; }

    /// <summary>TLS to PostgreSQL and Redis; null: as the connection strings say.</summary>
    public TlsSection? Tls { get; init; }

    /// <summary>Npgsql connection string of a streaming replica whose lag is watched; null: none.</summary>
    public string? Replica { get; init; }

    /// <summary>Keys of sealed columns, mode 0600; null: no verb that seals can run.</summary>
    public string? KeyringFile { get; init; }

    /// <summary>Frames of one transaction at most.</summary>
    public int BatchMaxFrames { get; init; } = 2_000;

    /// <summary>A frame waits at most this long for company before its transaction starts.</summary>
    public int BatchMaxAgeMs { get; init; } = 50;

    public string? Validate() =>
        HealthPort is < 1 or > 65_535 ? "healthPort must be 1 to 65535"
        : !Path.IsPathFullyQualified(MigrationsFolder) ? "migrationsFolder must be an absolute path"
        : KeyringFile is { } keys && !Path.IsPathFullyQualified(keys) ? "keyringFile must be an absolute path"
        : BatchMaxFrames is < 1 or > 100_000 ? "batchMaxFrames must be 1 to 100000"
        : BatchMaxAgeMs is < 0 or > 10_000 ? "batchMaxAgeMs must be 0 to 10000"
        : Tls?.Validate() ?? ValidatePostgres() ?? ValidateReplica() ?? ValidateRedis();

    private string? ValidatePostgres() => ValidateConnection("postgres", Postgres, builder =>
        builder.Host!.Contains(',', StringComparison.Ordinal)
        && builder.TargetSessionAttributes?.ToLowerInvariant() is not ("primary" or "read-write")
            ? "postgres names several hosts: it must say Target Session Attributes=primary"
            : null);

    private string? ValidateReplica() => Replica is { } replica
        ? ValidateConnection("replica", replica, _ => null)
        : null;

    private static string? ValidateConnection(
        string member, string text, Func<NpgsqlConnectionStringBuilder, string?> validate)
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(text);
            return string.IsNullOrEmpty(builder.Host) ? $"{member} must name a Host"
                : string.IsNullOrEmpty(builder.Database) ? $"{member} must name a Database"
                : validate(builder);
        }
        catch (ArgumentException error)
        {
            return $"{member} is not a connection string: {error.Message}";
        }
    }

    private string? ValidateRedis()
    {
        try
        {
            return Redis.Length == 0 || ConfigurationOptions.Parse(Redis).EndPoints.Count == 1
                ? null
                : "redis must be one host:port, or empty";
        }
        catch (ArgumentException error)
        {
            return $"redis is not host:port: {error.Message}";
        }
    }
}
