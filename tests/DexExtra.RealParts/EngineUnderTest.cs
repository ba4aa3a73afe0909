using System.Diagnostics;
using System.Globalization;
using System.Net;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace DexExtra.RealParts;

/// <summary>
/// A real engine process on folders of its own, with a real journal, streams and event log. May be started under
/// another program (strace) and with environment variables of its own.
/// </summary>
public sealed class EngineUnderTest : IDisposable
{
    private static readonly TimeSpan StartTimeout = TimeSpan.FromMinutes(5);

    private readonly string _root;
    private readonly int _port = ChildProcess.FreePort();
    private readonly HttpClient _http = new();
    private Process? _process;
    private Task<string>? _log;

    /// <summary>The host beside the running tests, in a temporary folder.</summary>
    public EngineUnderTest()
        : this(
            Directory.CreateTempSubdirectory("dexextra-engine-").FullName,
            null, ProgramIn(AppContext.BaseDirectory))
    {
    }

    /// <summary>The host beside the running tests, with its logs in a folder that the caller keeps.</summary>
    public EngineUnderTest(DirectoryInfo data)
        : this(
            Directory.CreateTempSubdirectory("dexextra-engine-").FullName,
            data.FullName, ProgramIn(AppContext.BaseDirectory))
    {
    }

    /// <param name="root">Folder of everything it writes; removed at the end.</param>
    /// <param name="command">Program and first arguments.</param>
    public EngineUnderTest(string root, params string[] command)
        : this(root, null, command)
    {
    }

    private EngineUnderTest(string root, string? dataFolder, string[] command)
    {
        _root = root;
        DataFolder = dataFolder ?? Path.Combine(root, "data");
        Command = command;
        Directory.CreateDirectory(DataFolder);
        Directory.CreateDirectory(RunFolder);
        WriteConfig(new { healthPort = _port, tickIntervalMs = 50 });
    }

    public string DataFolder { get; }

    public string RunFolder => Path.Combine(_root, "run");

    public string JournalFolder => Path.Combine(DataFolder, "journal");

    public string EventsFolder => Path.Combine(DataFolder, "events");

    public string StreamsFolder => Path.Combine(RunFolder, "streams");

    public string EventsDoorbell => Path.Combine(RunFolder, "events.doorbell");

    public string EngineDoorbell => Path.Combine(RunFolder, "engine.doorbell");

    public string ConfigFile => Path.Combine(_root, "venue.json");

    /// <summary>Loopback port of /health.</summary>
    public int Port => _port;

    /// <summary>The process that was launched last.</summary>
    public Process Process => _process ?? throw new InvalidOperationException("the engine was never started");

    /// <summary>Program and first arguments; another program is an engine with a planted bug.</summary>
    public IReadOnlyList<string> Command { get; set; }

    /// <summary>Program and arguments to run the engine under; empty = by itself.</summary>
    public IReadOnlyList<string> Wrapper { get; set; } = [];

    /// <summary>Variables of the process's environment besides those of the tests.</summary>
    public IReadOnlyDictionary<string, string> Variables { get; set; } = new Dictionary<string, string>();

    /// <summary>How the host of a folder of programs is started.</summary>
    public static string[] ProgramIn(string folder) => ["dotnet", Path.Combine(folder, "DexExtra.Engine.Host.dll")];

    public void WriteConfig(object engineSection) => File.WriteAllText(ConfigFile, JsonSerializer.Serialize(new
    {
        venue = new { name = "test", dataFolder = DataFolder, runFolder = RunFolder },
        engine = engineSection,
    }));

    public void WriteRawConfig(string text) => File.WriteAllText(ConfigFile, text);

    public void Launch()
    {
        string[] words = [.. Wrapper, .. Command, "--config", ConfigFile];
        var start = new ProcessStartInfo(words[0], words[1..]) { RedirectStandardError = true };
        foreach (var (name, value) in Variables)
        {
            start.Environment[name] = value;
        }

        _process?.Dispose();
        _process = Process.Start(start)!;
        _log = _process.StandardError.ReadToEndAsync();
    }

    public async Task StartAsync()
    {
        Launch();
        if (!await ReadyAsync())
        {
            throw new InvalidOperationException($"the engine ended instead of starting: {(await ExitAsync()).Log}");
        }
    }

    /// <summary>Waits until it answers that it is ready; false when it ended instead.</summary>
    /// <exception cref="TimeoutException">It does neither.</exception>
    public async Task<bool> ReadyAsync()
    {
        var started = Stopwatch.GetTimestamp();
        while (!await IsReadyAsync())
        {
            if (Process.HasExited)
            {
                return false;
            }

            if (Stopwatch.GetElapsedTime(started) > StartTimeout)
            {
                throw new TimeoutException("the engine did not become ready");
            }

            await Task.Delay(20);
        }

        return true;
    }

    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    /// <summary>SIGTERM; returns the exit code.</summary>
    public async Task<int> StopAsync()
    {
        await SignalAsync("TERM");
        return (await ExitAsync()).ExitCode;
    }

    /// <summary>Any signal by its name without SIG.</summary>
    public Task SignalAsync(string signal) =>
        ChildProcess.RunCheckedAsync("kill", $"-{signal}", Process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits for the end; returns the exit code and everything on stderr.</summary>
    public async Task<(int ExitCode, string Log)> ExitAsync()
    {
        await Process.WaitForExitAsync();
        return (Process.ExitCode, await _log!);
    }

    /// <summary>What /metrics says.</summary>
    public Task<string> MetricsAsync() => _http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/metrics"));

    /// <summary>What /health says in a member.</summary>
    public async Task<string?> HealthAsync(string member)
    {
        var answer = await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_port}/health"));
        return JsonNode.Parse(answer)![member]?.ToString();
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
}
