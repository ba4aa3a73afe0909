using System.Diagnostics;
using System.Globalization;

namespace DexExtra.RealParts;

/// <summary>A private pgbouncer on a free loopback port, pooling by transaction, in front of one server.</summary>
public sealed class PgBouncerProcess(int serverPort) : IAsyncDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-pgbouncer-").FullName;
    private Process? _process;

    public int Port { get; } = ChildProcess.FreePort();

    private string PidFile => Path.Combine(_folder, "pid");

    public async Task StartAsync()
    {
        var settings = Path.Combine(_folder, "pgbouncer.ini");
        await File.WriteAllTextAsync(settings, string.Create(CultureInfo.InvariantCulture, $"""
            [databases]
            * = host=127.0.0.1 port={serverPort} user=postgres
            [pgbouncer]
            listen_addr = 127.0.0.1
            listen_port = {Port}
            unix_socket_dir =
            auth_type = any
            pool_mode = transaction
            default_pool_size = 3
            server_round_robin = 1
            ignore_startup_parameters = extra_float_digits
            pidfile = {PidFile}

            """));
        File.Delete(PidFile);
        var program = ChildProcess.Find("pgbouncer", "/usr/sbin", "/usr/bin");
        if (Environment.IsPrivilegedProcess)
        {
            await ChildProcess.RunCheckedAsync("chown", "-R", "postgres", _folder);
            _process = ChildProcess.Start("runuser", "-u", "postgres", "--", program, "-q", settings);
        }
        else
        {
            _process = ChildProcess.Start(program, "-q", settings);
        }

        _process.ErrorDataReceived += (_, _) => { };
        _process.BeginErrorReadLine();
        await Eventually.TrueAsync(
            () => File.Exists(PidFile) && File.ReadAllText(PidFile).Trim().Length > 0, "pgbouncer is up");
    }

    /// <summary>SIGKILL: every connection through it breaks.</summary>
    public async Task KillAsync()
    {
        if (_process is { } process)
        {
            _process = null;
            await ChildProcess.RunCheckedAsync("kill", "-9", (await File.ReadAllTextAsync(PidFile)).Trim());
            await process.WaitForExitAsync();
            process.Dispose();
        }
    }

    public async ValueTask DisposeAsync()
    {
        await KillAsync();
        Directory.Delete(_folder, recursive: true);
    }
}
