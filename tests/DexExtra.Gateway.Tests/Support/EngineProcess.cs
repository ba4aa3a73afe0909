using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DexExtra.Hosting;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>The real engine as a child process. Kill is SIGKILL; the data folder outlives it.</summary>
internal sealed class EngineProcess : IDisposable
{
    private const int StartAttempts = 600;

    private readonly Process _process;

    private EngineProcess(Process process) => _process = process;

    public static async Task<EngineProcess> StartAsync(VenueSection venue)
    {
        var healthPort = FreePort();
        var config = Path.Combine(venue.DataFolder, "engine.json");
        await File.WriteAllTextAsync(config, $$"""
            {
              "venue": {
                "name": "{{venue.Name}}",
                "dataFolder": "{{venue.DataFolder}}",
                "runFolder": "{{venue.RunFolder}}"
              },
              "engine": { "healthPort": {{healthPort}}, "tickIntervalMs": 200 }
            }
            """);
        var process = Process.Start(new ProcessStartInfo(Executable(), ["--config", config])
        {
            RedirectStandardError = true,
        })!;
        var log = new List<string>();
        process.ErrorDataReceived += (_, line) => log.Add(line.Data ?? string.Empty);
        process.BeginErrorReadLine();
        var engine = new EngineProcess(process);
        await engine.WaitUntilReadyAsync(healthPort, log);
        return engine;
    }

    public void Kill()
    {
        _process.Kill();
        _process.WaitForExit();
    }

    public void Dispose()
    {
        if (!_process.HasExited)
        {
            Kill();
        }

        _process.Dispose();
    }

    /// <summary>The build puts every project's output beside the others: …/bin/PROJECT/CONFIGURATION/.</summary>
    private static string Executable()
    {
        var own = AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar);
        var configuration = Path.GetFileName(own);
        var bin = Path.GetDirectoryName(Path.GetDirectoryName(own))!;
        var path = Path.Combine(bin, "DexExtra.Engine.Host", configuration, "DexExtra.Engine.Host");
        Assert.True(File.Exists(path), $"{path} is missing: build the solution first");
        return path;
    }

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }

    private async Task WaitUntilReadyAsync(int port, List<string> log)
    {
        using var http = new HttpClient();
        for (var attempt = 0; attempt < StartAttempts; attempt++)
        {
            Assert.False(_process.HasExited, "the engine exited: " + string.Join('\n', log));
            try
            {
                var health = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
                if (health.IsSuccessStatusCode)
                {
                    return;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(50);
        }

        Assert.Fail("the engine did not get ready: " + string.Join('\n', log));
    }
}
