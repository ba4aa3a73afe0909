using System.Diagnostics;
using System.Globalization;
using StackExchange.Redis;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>A private redis-server without persistence on a free loopback port.</summary>
public sealed class RedisServer : IAsyncLifetime
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-redis-").FullName;
    private readonly int _port = ChildProcess.FreePort();
    private Process? _process;
    private ConnectionMultiplexer? _connection;

    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    public async ValueTask InitializeAsync() => await StartAsync();

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }

    public async Task StartAsync()
    {
        _process = ChildProcess.Start(
            ChildProcess.Find("redis-server", "/usr/bin", "/usr/local/bin"),
            "--port", _port.ToString(CultureInfo.InvariantCulture), "--bind", "127.0.0.1", "--save", "",
            "--appendonly", "no", "--dir", _folder, "--enable-debug-command", "yes");
        _process.OutputDataReceived += (_, _) => { };
        _process.BeginOutputReadLine();
        await Eventually.TrueAsync(TryPingAsync, "redis answers");
    }

    /// <summary>SIGKILL; everything in it is gone.</summary>
    public async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
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

    private async Task<bool> TryPingAsync()
    {
        try
        {
            return await AskAsync(async database => await database.PingAsync() >= TimeSpan.Zero);
        }
        catch (RedisException)
        {
            return false;
        }
    }
}
