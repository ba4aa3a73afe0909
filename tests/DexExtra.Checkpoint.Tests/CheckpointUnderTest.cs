using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;
using DexExtra.Snapshots.Tests;

namespace DexExtra.Checkpoint.Tests;

/// <summary>A real checkpoint process beside the logs of a venue.</summary>
internal sealed class CheckpointUnderTest : IDisposable
{
    private readonly int _port = FreePort();
    private readonly Process _process;
    private readonly Task<string> _log;

    public CheckpointUnderTest(TestVenue venue)
        : this(venue.Root, port => JsonSerializer.Serialize(new
        {
            venue = new { name = "test", dataFolder = venue.Root, runFolder = venue.Root },
            engine = new { healthPort = 1 },
            checkpoint = new { healthPort = port, everyCommands = 1_000, everySeconds = 1, minCommands = 1 },
        }))
    {
    }

    public CheckpointUnderTest(string folder, Func<int, string> config)
    {
        var file = Path.Combine(folder, $"venue-{_port}.json");
        File.WriteAllText(file, config(_port));
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DexExtra.Checkpoint.dll"));
        start.ArgumentList.Add("--config");
        start.ArgumentList.Add(file);
        _process = Process.Start(start)!;
        _log = _process.StandardError.ReadToEndAsync();
    }

    public bool HasExited => _process.HasExited;

    public async Task<JsonElement> HealthAsync()
    {
        using var http = new HttpClient();
        using var answer = await http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health"));
        return JsonDocument.Parse(await answer.Content.ReadAsStringAsync()).RootElement;
    }

    public async Task<(int ExitCode, string Log)> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process.Id.ToString(CultureInfo.InvariantCulture)]);
        return await ExitAsync();
    }

    public async Task<(int ExitCode, string Log)> ExitAsync()
    {
        await _process.WaitForExitAsync();
        return (_process.ExitCode, await _log);
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process.Dispose();
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
