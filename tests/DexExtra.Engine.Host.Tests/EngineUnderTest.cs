using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Text.Json;

namespace DexExtra.Engine.Host.Tests;

/// <summary>A real engine process on folders of its own, with a real journal, streams and event log.</summary>
internal sealed class EngineUnderTest : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromSeconds(60);

    private readonly string _root = Directory.CreateTempSubdirectory("dexextra-engine-").FullName;
    private readonly int _port = FreePort();
    private readonly HttpClient _http = new();
    private Process? _process;
    private Task<string>? _log;

    public EngineUnderTest()
    {
        Directory.CreateDirectory(DataFolder);
        Directory.CreateDirectory(RunFolder);
        WriteConfig(new { healthPort = _port, tickIntervalMs = 50 });
    }

    public string DataFolder => Path.Combine(_root, "data");

    public string RunFolder => Path.Combine(_root, "run");

    public string EventsFolder => Path.Combine(DataFolder, "events");

    public string StreamsFolder => Path.Combine(RunFolder, "streams");

    public string EventsDoorbell => Path.Combine(RunFolder, "events.doorbell");

    public string EngineDoorbell => Path.Combine(RunFolder, "engine.doorbell");

    private string ConfigFile => Path.Combine(_root, "venue.json");

    public void WriteConfig(object engineSection) => File.WriteAllText(ConfigFile, JsonSerializer.Serialize(new
    {
        venue = new { name = "test", dataFolder = DataFolder, runFolder = RunFolder },
        engine = engineSection,
    }));

    public void WriteRawConfig(string text) => File.WriteAllText(ConfigFile, text);

    public void Launch()
    {
        var start = new ProcessStartInfo("dotnet") { RedirectStandardError = true };
        start.ArgumentList.Add(Path.Combine(AppContext.BaseDirectory, "DexExtra.Engine.Host.dll"));
        start.ArgumentList.Add("--config");
        start.ArgumentList.Add(ConfigFile);
        _process = Process.Start(start)!;
        _log = _process.StandardError.ReadToEndAsync();
    }

    public async Task StartAsync()
    {
        Launch();
        var deadline = Stopwatch.GetTimestamp() + (long)(StartTimeout.TotalSeconds * Stopwatch.Frequency);
        while (!await IsReadyAsync())
        {
            Assert.False(_process!.HasExited, _process.HasExited ? await _log! : string.Empty);
            Assert.True(Stopwatch.GetTimestamp() < deadline, "the engine did not become ready");
            await Task.Delay(20);
        }
    }

    public async Task KillAsync()
    {
        _process!.Kill();
        await _process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        using var kill = Process.Start("kill", ["-TERM", _process!.Id.ToString(CultureInfo.InvariantCulture)]);
        return (await ExitAsync()).ExitCode;
    }

    /// <summary>Waits for the end; returns the exit code and everything on stderr.</summary>
    public async Task<(int ExitCode, string Log)> ExitAsync()
    {
        await _process!.WaitForExitAsync();
        return (_process.ExitCode, await _log!);
    }

    public void Dispose()
    {
        if (_process is { HasExited: false })
        {
            _process.Kill();
            _process.WaitForExit();
        }

        _process?.Dispose();
        _http.Dispose();
        Directory.Delete(_root, recursive: true);
    }

    private async Task<bool> IsReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health"));
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
