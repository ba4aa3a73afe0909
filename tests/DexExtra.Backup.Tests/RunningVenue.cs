using System.Globalization;
using System.Text.Json;
using DexExtra.Engine;
using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots.Making;

namespace DexExtra.Backup.Tests;

/// <summary>
/// A venue whose writers stay open, as those of a running engine: batches of three deposits, small segments, restarts
/// when asked for, snapshots, an archive, and the files of its other processes. Command n is a function of n.
/// </summary>
internal sealed class RunningVenue : IDisposable
{
    public const string Password = "correct-horse";
    public const int PerBatch = 3;
    private const int EventSegmentBytes = 16 << 10;

    private static readonly Address Token = Address.Parse("0x00000000000000000000000000000000000000aa");

    private static readonly CommandLogOptions LogOptions =
        new() { SegmentBytes = 64 << 10, BatchBytes = 16 << 10, PrepareInBackground = false };

    private readonly string _root = Directory.CreateTempSubdirectory("dexextra-backup-").FullName;
    private readonly Engine.Engine _engine = new(Options);
    private readonly byte[] _frame = new byte[Limits.MaxEventFrameBytes];
    private CommandLogWriter? _commands;
    private EventLogWriter? _events;

    public RunningVenue(bool hasArchive = false)
    {
        Archive = hasArchive ? In("archive") : null;
        Put("settlement/outbox/00000000000000000007-000.tx", "signed bytes");
        Put("settlement/outbox/lock", string.Empty);
        Put("config/contracts.json", "{}");
        Put("gateway/derived", "what somebody made of the log");
        Put("config/venue.id", "id");
        Put("keys/operator.key", "secret of the operator");
        Put("cursors/persistence", "12");
        Put("journal/engine.options", "options of the engine");
        File.WriteAllText(Config, JsonSerializer.Serialize(new
        {
            venue = new { name = "test", dataFolder = Data, runFolder = In("run") },
            engine = new { healthPort = 1 },
            persistence = new { postgres = $"Host=db;Password={Password};Username=x" },
            retention = new { archiveFolder = Archive },
        }));
        Restart();
    }

    public static EngineOptions Options { get; } = new()
    {
        MaxAccounts = 16,
        MaxAssets = 2,
        MaxMarkets = 2,
        MaxBalances = 32,
        MaxPositions = 32,
        MaxOpenOrders = 64,
        MaxLadderNodes = 64,
        MaxClientOrderIds = 128,
        MaxUnsettledMatches = 128,
        MaxChains = 2,
        MaxWithdrawals = 16,
        MaxExpiriesPerCommand = 16,
        MaxPaidPositions = 16,
        MaxBustableMatches = 16,
        MaxAllottedPerCommand = 64,
    };

    public string Data => In("data");

    public string Backups => In("backups");

    public string Journal => Path.Combine(Data, "journal");

    public string Events => Path.Combine(Data, "events");

    public string Config => Path.Combine(Data, "config", "venue.json");

    public string? Archive { get; }

    public long Published => _events!.LastSequence;

    public string StateHash => Hex(_engine.StateHash());

    public string In(string name) => Path.Combine(_root, name);

    /// <summary>State behind a command, by an engine that never saw a file.</summary>
    public static string StateHashAt(long sequence)
    {
        var engine = new Engine.Engine(Options);
        var frame = new byte[Limits.MaxEventFrameBytes];
        for (var number = 1; number <= sequence; number++)
        {
            var sink = new EventFrameWriter(frame);
            engine.Apply(Command(number), ref sink);
        }

        return Hex(engine.StateHash());
    }

    /// <summary>Appends and publishes commands; the last batch is durable as a whole.</summary>
    public void Play(int commands)
    {
        var last = Published + commands;
        while (Published < last)
        {
            Sequence(last - Published >= PerBatch ? PerBatch : (int)(last - Published));
            while (Published < _commands!.DurableSequence)
            {
                Publish();
            }
        }
    }

    /// <summary>Makes a batch durable of which nothing is published yet.</summary>
    public void Sequence(int commands)
    {
        var from = _commands!.LastSequence;
        for (var number = 1; number <= commands; number++)
        {
            Assert.True(_commands.Append(from + number, Command(from + number)));
        }

        _commands.Sync();
    }

    public void Publish()
    {
        var sink = new EventFrameWriter(_frame);
        var next = Published + 1;
        _engine.Apply(Command(next), ref sink);
        _events!.Append(next, sink.Frame);
    }

    /// <summary>Another life of the engine process: a takeover.</summary>
    public void Restart()
    {
        Stop();
        _events = EventLogWriter.Open(
            Events, new EventLogOptions { SegmentBytes = EventSegmentBytes, PrepareInBackground = false });
        _commands = CommandLogWriter.Open(FileStorage.Instance, Journal, _events.LastSequence, LogOptions);
    }

    public void Stop()
    {
        _commands?.Dispose();
        _events?.Dispose();
    }

    public SnapshotReport Snapshot()
    {
        var folders = new VenueFolders(Journal, Events, Path.Combine(Data, "snapshots"));
        Directory.CreateDirectory(folders.Snapshots);
        var maker = new SnapshotMaker(FileStorage.Instance, folders, Options, line => Assert.Fail(line));
        return maker.Make(Published, CancellationToken.None)!;
    }

    public int ArchiveCommands()
    {
        var archiver = new LogArchiver(FileStorage.Instance, new RetentionRules(), DateTime.UnixEpoch.AddYears(60));
        return archiver.ArchiveCommands(Journal, Path.Combine(Archive!, "journal"), Published).Count;
    }

    public (int Exit, string Output, string Errors) Create(params string[] more) =>
        Run(["create", "--config", Config, "--into", Backups, .. more]);

    public (int Exit, string Output, string Errors) Restore(string data, params string[] more) =>
        Run(["restore", "--from", Backups, "--data", data, .. more]);

    public static (int Exit, string Output, string Errors) Run(params string[] arguments)
    {
        using var stdout = new StringWriter();
        using var stderr = new StringWriter();
        var exit = BackupTool.Run(arguments, stdout, stderr, Options);
        return (exit, stdout.ToString(), stderr.ToString());
    }

    /// <summary>Objects and manifests.</summary>
    public string[] BackupFiles() =>
    [
        .. Directory.GetFiles(Path.Combine(Backups, "objects")).Order(),
        .. Directory.GetFiles(Path.Combine(Backups, "backups")).Order(),
    ];

    /// <summary>Appends a batch to a restored log as the engine would, and returns what it then ends with.</summary>
    public static long GoOn(string data)
    {
        var journal = Path.Combine(data, "journal");
        using var events = EventLogWriter.Open(
            Path.Combine(data, "events"), new EventLogOptions { PrepareInBackground = false });
        using var log = CommandLogWriter.Open(FileStorage.Instance, journal, events.LastSequence, LogOptions);
        Assert.Equal(events.LastSequence, log.LastSequence);
        log.Append(log.LastSequence + 1, Command(log.LastSequence + 1));
        log.Sync();
        return log.DurableSequence;
    }

    public static byte[] Command(long sequence)
    {
        var buffer = new byte[Limits.MaxCommandBytes];
        var length = sequence == 1
            ? CommandCodec.Write(buffer, CommandType.ListAsset, new ListAsset
            {
                AssetId = 1,
                TokenDecimals = 6,
                Token = Token,
                Symbol = FixedText64.TryCreate("USDC", out var symbol) ? symbol : default,
            }, 0, 0)
            : CommandCodec.Write(buffer, CommandType.Deposit, new Deposit
            {
                DepositId = (ulong)sequence - 1,
                ChainId = 31_337,
                Account = new AccountId(Address.Parse($"0x{sequence % 7 + 1:x40}"), 0),
                Token = Token,
                Amount = sequence,
            }, 0, 0);
        ref var header = ref CommandCodec.Header(buffer.AsSpan());
        header.Sequence = sequence;
        header.TimestampNs = 1_700_000_000_000_000_000 + sequence * 1_000_000;
        return buffer[..length];
    }

    public void Put(string name, string text)
    {
        var path = Path.Combine(Data, name);
        Directory.CreateDirectory(Path.GetDirectoryName(path)!);
        File.WriteAllText(path, text);
    }

    public void Dispose()
    {
        Stop();
        Directory.Delete(_root, recursive: true);
    }

    private static string Hex(ulong hash) => hash.ToString("x16", CultureInfo.InvariantCulture);
}
