using System.Collections.Concurrent;
using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using DexExtra.Hosting;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>The real engine as a child process. Kill is SIGKILL; the data folder outlives it.</summary>
internal sealed class EngineProcess : IDisposable
{
    private const int ReadyAttempts = 1_200;
    private const int PortAttempts = 3;

    private readonly Process _process;
    private readonly ConcurrentQueue<string> _log = new();

    private EngineProcess(Process process) => _process = process;

    public static async Task<EngineProcess> StartAsync(VenueSection venue, bool nettedSettlement = false)
    {
        for (var attempt = 1; ; attempt++)
        {
            var healthPort = FreePort();
            var engine = await LaunchAsync(venue, healthPort, nettedSettlement);
            if (await engine.IsReadyAsync(healthPort))
            {
                return engine;
            }

            // another socket of this busy machine may have taken the port in between
            Assert.True(attempt < PortAttempts, "the engine did not get ready: " + string.Join('\n', engine._log));
            engine.Dispose();
        }
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

    private static async Task<EngineProcess> LaunchAsync(VenueSection venue, int healthPort, bool nettedSettlement)
    {
        var config = Path.Combine(venue.DataFolder, "engine.json");
        await File.WriteAllTextAsync(config, $$"""
            {
              "venue": {
                "name": "{{venue.Name}}",
                "dataFolder": "{{venue.DataFolder}}",
                "runFolder": "{{venue.RunFolder}}"
              },
              "engine": {
                "healthPort": {{healthPort}},
                "tickIntervalMs": 200,
                "nettedSettlement": {{(nettedSettlement ? "true" : "false")}}
              }
            }
            """);
        var start = new ProcessStartInfo(Executable(), ["--config", config]) { RedirectStandardError = true };
        var engine = new EngineProcess(Process.Start(start)!);
        engine._process.ErrorDataReceived += (_, line) => engine._log.Enqueue(line.Data ?? string.Empty);
        engine._process.BeginErrorReadLine();
        return engine;
    }

    /// <summary>False when the process exits instead, or takes far too long.</summary>
    private async Task<bool> IsReadyAsync(int port)
    {
        using var http = new HttpClient();
        for (var attempt = 0; attempt < ReadyAttempts && !_process.HasExited; attempt++)
        {
            try
            {
                using var health = await http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
                if (health.IsSuccessStatusCode)
                {
                    return true;
                }
            }
            catch (HttpRequestException)
            {
                // not listening yet
            }

            await Task.Delay(50);
        }

        return false;
    }
}
