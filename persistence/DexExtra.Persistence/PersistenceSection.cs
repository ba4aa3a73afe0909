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

    /// <summary>Frames of one transaction at most.</summary>
    public int BatchMaxFrames { get; init; } = 2_000;

    /// <summary>A frame waits at most this long for company before its transaction starts.</summary>
    public int BatchMaxAgeMs { get; init; } = 50;

    public string? Validate() =>
        HealthPort is < 1 or > 65_535 ? "healthPort must be 1 to 65535"
        : !Path.IsPathFullyQualified(MigrationsFolder) ? "migrationsFolder must be an absolute path"
        : BatchMaxFrames is < 1 or > 100_000 ? "batchMaxFrames must be 1 to 100000"
        : BatchMaxAgeMs is < 0 or > 10_000 ? "batchMaxAgeMs must be 0 to 10000"
        : ValidatePostgres() ?? ValidateRedis();

    private string? ValidatePostgres()
    {
        try
        {
            var builder = new NpgsqlConnectionStringBuilder(Postgres);
            return string.IsNullOrEmpty(builder.Host) ? "postgres must name a Host"
                : string.IsNullOrEmpty(builder.Database) ? "postgres must name a Database"
                : null;
        }
        catch (ArgumentException error)
        {
            return $"postgres is not a connection string: {error.Message}";
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
