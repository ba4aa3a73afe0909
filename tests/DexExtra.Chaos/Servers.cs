using DexExtra.RealParts;

namespace DexExtra.Chaos;

/// <summary>The database and the mirror that all rows share, started by the first that needs them.</summary>
internal static class Servers
{
    private static PostgresServer? _postgres;
    private static RedisProcess? _redis;

    public static async Task<PostgresServer> PostgresAsync()
    {
        if (_postgres is null)
        {
            _postgres = new PostgresServer();
            await _postgres.InitializeAsync();
        }

        return _postgres;
    }

    public static async Task<RedisProcess> RedisAsync()
    {
        if (_redis is null)
        {
            _redis = new RedisProcess();
            await _redis.StartAsync();
        }

        return _redis;
    }

    public static async Task StopAsync()
    {
        if (Interlocked.Exchange(ref _postgres, null) is { } postgres)
        {
            await postgres.DisposeAsync();
        }

        if (Interlocked.Exchange(ref _redis, null) is { } redis)
        {
            await redis.DisposeAsync();
        }
    }
}
