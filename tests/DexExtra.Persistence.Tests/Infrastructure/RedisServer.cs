using StackExchange.Redis;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>A Redis of one test class, asked over a connection of its own.</summary>
public sealed class RedisServer : RedisProcess, IAsyncLifetime
{
    private ConnectionMultiplexer? _connection;

    public async ValueTask InitializeAsync() => await StartAsync();

    public override async Task KillAsync()
    {
        await base.KillAsync();
        if (_connection is { } connection)
        {
            _connection = null;
            await connection.DisposeAsync();
        }
    }

    public async Task<T> AskAsync<T>(Func<IDatabase, Task<T>> question)
    {
        var options = ConfigurationOptions.Parse(Endpoint);
        options.AllowAdmin = true;
        options.IncludeDetailInExceptions = false;
        _connection ??= await ConnectionMultiplexer.ConnectAsync(options);
        return await question(_connection.GetDatabase());
    }
}
