using System.Globalization;
using Npgsql;

namespace DexExtra.RealParts;

/// <summary>
/// A private PostgreSQL cluster in a temporary folder, on a free loopback port. As root it runs under the user
/// postgres, because initdb refuses root. fsync is off: no test cuts the power, and what a
/// killed server loses by asynchronous commit is in its own memory.
/// </summary>
public class PostgresServer : IAsyncDisposable
{
    /// <summary>How a null of the database reads.</summary>
    public const string Null = "<null>";

    private const string Binaries = "/usr/lib/postgresql/15/bin";

    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-pg-").FullName;
    private readonly int _port = ChildProcess.FreePort();
    private int _databases;
    private string? _logWriter;
    private bool _isKilled;

    protected string DataFolder => Path.Combine(_folder, "data");

    public int Port => _port;

    public async ValueTask InitializeAsync()
    {
        if (Environment.IsPrivilegedProcess)
        {
            await ChildProcess.RunCheckedAsync("chown", "postgres", _folder);
        }

        await CreateAsync();
        await File.AppendAllTextAsync(
            Path.Combine(DataFolder, "postgresql.conf"),
            $"port = {_port.ToString(CultureInfo.InvariantCulture)}\nlisten_addresses = '127.0.0.1'\n"
            + $"unix_socket_directories = '{_folder}'\nshared_buffers = 64MB\nfsync = off\nmax_connections = 60\n"
            + "wal_buffers = 16MB\n" + await SettingsAsync(_folder));
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        if (!_isKilled)
        {
            await StopAsync("immediate");
        }

        Directory.Delete(_folder, recursive: true);
    }

    public Task StartAsync() =>
        RunAsync("pg_ctl", "-D", DataFolder, "-l", Path.Combine(_folder, "server.log"), "-w", "-t", "60", "start");

    /// <summary>Modes of pg_ctl: fast, or immediate = crash without checkpoint.</summary>
    public Task StopAsync(string mode) => RunAsync("pg_ctl", "-D", DataFolder, "-m", mode, "-w", "-t", "60", "stop");

    /// <summary>
    /// From now on nothing but a synchronous commit takes the server's log out of its memory, so that a kill loses the
    /// asynchronous ones: the process that writes it behind is stopped, until the server is killed.
    /// </summary>
    public async Task HoldLogInMemoryAsync()
    {
        _logWriter = await ScalarAsync("postgres", "select pid from pg_stat_activity where backend_type = 'walwriter'");
        await ChildProcess.RunCheckedAsync("kill", "-STOP", _logWriter);
    }

    /// <summary>SIGKILL to the postmaster, then a start: every transaction that was not flushed is gone.</summary>
    public async Task KillAndRestartAsync()
    {
        if (_logWriter is not null)
        {
            // all of them, and the postmaster last: an orphan drops its temporary tables when it leaves, and the commit
            // of that writes the whole log; a stopped orphan would hold the shared memory
            _logWriter = null;
            var postmaster = PostmasterPid();
            await ChildProcess.RunCheckedAsync("kill", "-STOP", postmaster);
            await ChildProcess.RunCheckedAsync("kill", ["-9", .. ChildrenOf(postmaster), postmaster]);
            await Eventually.TrueAsync(TryStartAsync, "PostgreSQL starts again after SIGKILL");
            return;
        }

        await ChildProcess.RunCheckedAsync("kill", "-9", PostmasterPid());
        // orphans hold the shared memory until they notice; a start before that is refused
        await Eventually.TrueAsync(TryStartAsync, "PostgreSQL starts again after SIGKILL");
    }

    /// <summary>SIGKILL to the postmaster, for good.</summary>
    public async Task KillAsync()
    {
        await ChildProcess.RunCheckedAsync("kill", "-9", PostmasterPid());
        _isKilled = true;
    }

    /// <summary>A name of its own for each test.</summary>
    public string NewDatabaseName() =>
        string.Create(CultureInfo.InvariantCulture, $"venue_{Interlocked.Increment(ref _databases)}");

    public string ConnectionString(string database, int? port = null) => string.Create(
        CultureInfo.InvariantCulture,
        $"Host=127.0.0.1;Port={port ?? _port};Username=postgres;Database={database};Pooling=false");

    public async Task ExecuteAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<List<string[]>> QueryAsync(string database, string sql)
    {
        await using var connection = new NpgsqlConnection(ConnectionString(database));
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string[]>();
        while (await reader.ReadAsync())
        {
            var row = new string[reader.FieldCount];
            for (var column = 0; column < row.Length; column++)
            {
                row[column] = reader.IsDBNull(column)
                    ? Null
                    : Convert.ToString(reader.GetValue(column), CultureInfo.InvariantCulture)!;
            }

            rows.Add(row);
        }

        return rows;
    }

    public async Task<string> ScalarAsync(string database, string sql) => (await QueryAsync(database, sql))[0][0];

    /// <summary>Fills the data folder.</summary>
    protected virtual Task CreateAsync() =>
        RunAsync("initdb", "-D", DataFolder, "-A", "trust", "-U", "postgres", "-E", "UTF8", "--no-locale", "-k");

    /// <summary>Further lines of postgresql.conf.</summary>
    /// <param name="folder">Where files of the server may lie.</param>
    protected virtual Task<string> SettingsAsync(string folder) => Task.FromResult(string.Empty);

    private string PostmasterPid() => File.ReadAllLines(Path.Combine(DataFolder, "postmaster.pid"))[0];

    private static string[] ChildrenOf(string process) =>
        File.ReadAllText($"/proc/{process}/task/{process}/children").Split(' ', StringSplitOptions.RemoveEmptyEntries);

    private async Task<bool> TryStartAsync()
    {
        try
        {
            await StartAsync();
            return true;
        }
        catch (InvalidOperationException)
        {
            return false;
        }
    }

    protected static Task RunAsync(string tool, params string[] arguments)
    {
        var program = ChildProcess.Find(tool, Binaries);
        return Environment.IsPrivilegedProcess
            ? ChildProcess.RunCheckedAsync("runuser", ["-u", "postgres", "--", program, .. arguments])
            : ChildProcess.RunCheckedAsync(program, arguments);
    }
}
