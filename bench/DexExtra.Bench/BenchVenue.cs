using System.Diagnostics;
using System.Net;
using System.Net.Sockets;
using System.Reflection;
using System.Text.Json;
using DexExtra.Bench.Capacity;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Signing;
using DexExtra.Snapshots.Files;
using DexExtra.Transport;

namespace DexExtra.Bench;

/// <summary>
/// A real engine and a real gateway on folders of their own, fsync on, with accounts funded by deposit commands through
/// a transport stream. The database and the chain are followers and not part of what is measured here.
/// </summary>
internal sealed class BenchVenue : IDisposable
{
    private const uint SourceId = 199;
    private const ulong ChainId = 31_337;
    private const int StartTimeoutMs = 60_000;

    private readonly string _root;
    private readonly string _runFolder;
    private readonly List<Process> _processes = [];
    private readonly HttpClient _http = new();
    private readonly int _enginePort = FreePort();
    private readonly int _httpPort = FreePort();
    private readonly int _checkpointPort = FreePort();

    private readonly BenchVenueOptions _options;

    private BenchVenue(BenchVenueOptions options)
    {
        _options = options;
        _root = options.Folder is null
            ? Directory.CreateTempSubdirectory("dexextra-bench-").FullName
            : Directory.CreateDirectory(Path.Combine(options.Folder, Path.GetRandomFileName())).FullName;
        _runFolder = Directory.Exists("/dev/shm")
            ? Path.Combine("/dev/shm", Path.GetFileName(_root))
            : Path.Combine(_root, "run");
        Directory.CreateDirectory(_runFolder);
        OrderEntry = new IPEndPoint(IPAddress.Loopback, FreePort());
    }

    public IPEndPoint OrderEntry { get; }

    /// <summary>Of the gateway: REST and feed.</summary>
    public int HttpPort => _httpPort;

    /// <summary>How many commands the newest snapshot holds; 0 when there is none.</summary>
    public long NewestSnapshot =>
        Directory.Exists(SnapshotsFolder)
        && new SnapshotFolder(FileStorage.Instance, SnapshotsFolder).List().Entries is [var newest, ..]
            ? newest.Header.Sequence
            : 0;

    private string SnapshotsFolder => Path.Combine(_root, "data", "snapshots");

    /// <summary>Resident memory of the gateway, which was started last.</summary>
    public long GatewayBytes
    {
        get
        {
            _processes[^1].Refresh();
            return _processes[^1].WorkingSet64;
        }
    }

    public Eip712Domain Domain { get; } =
        Eip712Domain.ForVenue(ChainId, Address.Parse("0x00000000000000000000000000000000000000ee"));

    public static async Task<BenchVenue> StartAsync(BenchVenueOptions options, params AccountId[] accounts)
    {
        var venue = new BenchVenue(options);
        try
        {
            await venue.StartAsync("DexExtra.Engine.Host", venue._enginePort);
            venue.Fund(accounts);
            await venue.StartAsync("DexExtra.Gateway", venue._httpPort);
            return venue;
        }
        catch (Exception)
        {
            venue.Dispose();
            throw;
        }
    }

    /// <summary>Starts the checkpoint process as the venue does; it makes one snapshot after the other.</summary>
    public Task StartCheckpointAsync() =>
        StartAsync("DexExtra.Checkpoint", _checkpointPort, "setsid", "bash", BackgroundScript);

    /// <summary>What engine and gateway have used so far.</summary>
    public Dictionary<string, ProcessUsage> Usage() => new()
    {
        ["engine"] = ProcessUsage.Of(_processes[0].Id),
        ["gateway"] = ProcessUsage.Of(_processes[1].Id),
    };

    /// <summary>What the engine says of its stages now.</summary>
    public async Task<StageFigures> StagesAsync() => StageFigures.Parse(
        await _http.GetStringAsync(new Uri($"http://127.0.0.1:{_enginePort}/metrics")));

    public void Dispose()
    {
        foreach (var process in Enumerable.Reverse(_processes))
        {
            process.Kill();
            process.WaitForExit();
            process.Dispose();
        }

        _http.Dispose();
        Directory.Delete(_root, recursive: true);
        if (Directory.Exists(_runFolder))
        {
            Directory.Delete(_runFolder, recursive: true);
        }
    }

    private async Task StartAsync(string project, int healthPort, params string[] through)
    {
        var config = Path.Combine(_root, "venue.json");
        await File.WriteAllTextAsync(config, JsonSerializer.Serialize(new
        {
            venue = new { name = "bench", dataFolder = Path.Combine(_root, "data"), runFolder = _runFolder },
            engine = new { healthPort = _enginePort, timeEvery = 1, realTimePriority = _options.RealTimePriority },
            checkpoint = new { healthPort = _checkpointPort, everyCommands = 1, minCommands = 1, everySeconds = 1 },
            gateway = new
            {
                sourceId = 1,
                httpPort = _httpPort,
                orderEntryPort = OrderEntry.Port,
                chainId = ChainId,
                exchangeAddress = Domain.VerifyingContract.ToString(),
                adminAddress = Domain.VerifyingContract.ToString(),
                limits = new
                {
                    ordersPerSecond = 1_000_000,
                    orderBurst = 1_000_000,
                    maxFeedClients = _options.FeedClients,
                    maxHttpConnections = _options.FeedClients,
                },
            },
        }));
        string[] command = [.. through, ProgramOf(project), "--config", config];
        var start = new ProcessStartInfo(command[0], command[1..]) { RedirectStandardError = true };
        var process = Process.Start(start)!;
        _processes.Add(process);
        var log = process.StandardError.ReadToEndAsync();
        var deadlineMs = Environment.TickCount64 + StartTimeoutMs;
        while (!await IsHealthyAsync(healthPort))
        {
            if (process.HasExited || Environment.TickCount64 > deadlineMs)
            {
                process.Kill();
                throw new BenchException($"{project} did not start: {(await log).Trim()}");
            }

            await Task.Delay(20);
        }
    }

    private void Fund(AccountId[] accounts)
    {
        using var doorbell = Doorbell.Open(Path.Combine(_runFolder, "engine.doorbell"));
        using var publication = SharedMemoryPublication.Open(new PublicationOptions
        {
            StreamsFolder = Path.Combine(_runFolder, "streams"),
            SourceId = SourceId,
            Doorbell = doorbell,
        });
        var buffer = new byte[Limits.MaxCommandBytes];
        Publish(CommandType.ListAsset, BenchMarket.Asset);
        for (var market = 1; market <= _options.Markets; market++)
        {
            Publish(CommandType.CreateMarket, BenchMarket.Market with { MarketId = (uint)market });
        }

        for (var index = 0; index < accounts.Length; index++)
        {
            Publish(CommandType.Deposit, BenchMarket.DepositFor(accounts[index], (ulong)index + 1));
        }

        void Publish<TBody>(CommandType type, TBody body)
            where TBody : unmanaged
        {
            var length = CommandCodec.Write(buffer, type, in body, 0, 0);
            if (publication.Offer(buffer.AsSpan(0, length)) < 0)
            {
                throw new BenchException("the engine does not take commands");
            }
        }
    }

    private async Task<bool> IsHealthyAsync(int port)
    {
        try
        {
            using var answer = await _http.GetAsync(new Uri($"http://127.0.0.1:{port}/health"));
            return answer.IsSuccessStatusCode;
        }
        catch (HttpRequestException) // not listening yet
        {
            return false;
        }
    }

    /// <summary>The sibling program in the same build output.</summary>
    internal static string ProgramOf(string project)
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        var path = Path.Combine(folder.Parent!.Parent!.FullName, project, folder.Name, project);
        return File.Exists(path) ? path : throw new BenchException($"{path} is not built");
    }

    private static string BackgroundScript => Path.Combine(
        typeof(BenchVenue).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!,
        ".run", "background.sh");

    private static int FreePort()
    {
        using var listener = new TcpListener(IPAddress.Loopback, 0);
        listener.Start();
        return ((IPEndPoint)listener.LocalEndpoint).Port;
    }
}
