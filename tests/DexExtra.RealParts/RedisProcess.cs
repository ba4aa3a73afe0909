using System.Diagnostics;
using System.Globalization;

namespace DexExtra.RealParts;

/// <summary>A private redis-server without persistence on a free loopback port.</summary>
public class RedisProcess : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-redis-").FullName;
    private readonly int _port = ChildProcess.FreePort();
    private Process? _process;

    /// <summary>host:port.</summary>
    public string Endpoint => string.Create(CultureInfo.InvariantCulture, $"127.0.0.1:{_port}");

    /// <summary>Of the running server.</summary>
    public int ProcessId => _process!.Id;

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
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
        await Eventually.TrueAsync(
            async () => (await CommandAsync("PING")).StartsWith("PONG", StringComparison.Ordinal), "redis answers");
    }

    /// <summary>SIGKILL; everything in it is gone.</summary>
    public virtual async Task KillAsync()
    {
        if (_process is { HasExited: false } process)
        {
            process.Kill();
            await process.WaitForExitAsync();
        }

        _process?.Dispose();
        _process = null;
    }

    /// <summary>One command through redis-cli; its whole answer, or what it said of the failure.</summary>
    public async Task<string> CommandAsync(params string[] command)
    {
        string[] arguments = ["-h", "127.0.0.1", "-p", _port.ToString(CultureInfo.InvariantCulture), .. command];
        var program = ChildProcess.Find("redis-cli", "/usr/bin", "/usr/local/bin");
        return (await ChildProcess.RunAsync(program, arguments)).Output;
    }
}
