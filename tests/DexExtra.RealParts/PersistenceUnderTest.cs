using System.Diagnostics;
using System.Globalization;
using System.Net.Http.Json;
using System.Text.Json;

namespace DexExtra.RealParts;

/// <summary>A real persistence process that follows the event log of an engine under test.</summary>
public sealed class PersistenceUnderTest : IDisposable
{
    private readonly string _program;
    private readonly string _configFile;
    private readonly int _port = ChildProcess.FreePort();
    private readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(5) };
    private Process? _process;
    private Task<string>? _log;

    /// <param name="engine">Whose venue it belongs to.</param>
    /// <param name="program">The executable.</param>
    /// <param name="migrationsFolder">The schema.</param>
    /// <param name="postgres">Connection string.</param>
    /// <param name="redis">host:port; empty = no mirror.</param>
    public PersistenceUnderTest(
        EngineUnderTest engine, string program, string migrationsFolder, string postgres, string redis)
    {
        _program = program;
        _configFile = Path.Combine(engine.DataFolder, "..", $"persistence-{_port}.json");
        File.WriteAllText(_configFile, JsonSerializer.Serialize(new
        {
            venue = new { name = "test", dataFolder = engine.DataFolder, runFolder = engine.RunFolder },
            persistence = new { healthPort = _port, postgres, redis, migrationsFolder, batchMaxFrames = 200, batchMaxAgeMs = 5 },
        }));
    }

    public Process Process => _process ?? throw new InvalidOperationException("persistence was never started");

    public bool IsRunning => _process is { HasExited: false };

    public void Start()
    {
        var start = new ProcessStartInfo(_program, ["--config", _configFile]) { RedirectStandardError = true };
        _process?.Dispose();
        _process = Process.Start(start)!;
        _log = _process.StandardError.ReadToEndAsync();
    }

    /// <summary>Everything that /health says; null when nothing answers.</summary>
    public async Task<JsonElement?> HealthAsync()
    {
        try
        {
            return await _http.GetFromJsonAsync<JsonElement>(new Uri($"http://127.0.0.1:{_port}/health"));
        }
        catch (HttpRequestException)
        {
            return await NotReadyAsync();
        }
        catch (TaskCanceledException)
        {
            return null;
        }
    }

    /// <summary>Waits until the database has this sequence.</summary>
    /// <exception cref="InvalidOperationException">It ended instead.</exception>
    public Task UntilAsync(Func<long> sequence) => Eventually.TrueAsync(
        async () => Process.HasExited
            ? throw new InvalidOperationException($"persistence ended with {Process.ExitCode}: {await _log!}")
            : await HealthAsync() is { } health && health.TryGetProperty("cursor", out var cursor)
                && cursor.GetInt64() >= sequence(),
        () => string.Create(CultureInfo.InvariantCulture, $"the database reaches {sequence()}"));

    public async Task KillAsync()
    {
        Process.Kill();
        await Process.WaitForExitAsync();
    }

    public Task SignalAsync(string signal) =>
        ChildProcess.RunCheckedAsync("kill", $"-{signal}", Process.Id.ToString(CultureInfo.InvariantCulture));

    /// <summary>Waits for the end; returns the exit code and everything on stderr.</summary>
    public async Task<(int ExitCode, string Log)> ExitAsync()
    {
        await Process.WaitForExitAsync();
        return (Process.ExitCode, await _log!);
    }

    public void Dispose()
    {
        if (IsRunning)
        {
            Process.Kill();
            Process.WaitForExit();
        }

        _process?.Dispose();
        _process = null;
        _http.Dispose();
    }

    private async Task<JsonElement?> NotReadyAsync()
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{_port}/health"));
            return await answer.Content.ReadFromJsonAsync<JsonElement>();
        }
        catch (Exception error) when (error is HttpRequestException or TaskCanceledException or JsonException)
        {
            return null;
        }
    }
}
