using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots.Files;
using DexExtra.Snapshots.Making;

namespace DexExtra.Snapshots.Tests;

/// <summary>
/// Logs as a venue writes them, of deposits from two streams and of ticks: the command log on any storage, the event
/// log on the real disk. Every <see cref="Play"/> is a life of the engine process, so that takeovers abound.
/// </summary>
internal sealed class TestVenue : IDisposable
{
    private const int CommandsPerBatch = 3;
    private static readonly Address Token = Address.Parse("0x00000000000000000000000000000000000000aa");

    private readonly string _root = Directory.CreateTempSubdirectory("dexextra-snapshots-").FullName;
    private readonly IStorage _storage;
    private readonly Engine.Engine _engine = new(SmallEngine.Options);
    private readonly Dictionary<uint, StreamPosition> _streams = [];
    private readonly byte[] _command = new byte[Limits.MaxCommandBytes];
    private ulong _lastDeposit;

    public TestVenue(IStorage? storage = null)
    {
        _storage = storage ?? FileStorage.Instance;
        var root = storage is null ? _root : "/venue";
        Folders = new VenueFolders(
            Path.Combine(root, "journal"), Path.Combine(_root, "events"), Path.Combine(root, "snapshots"));
    }

    public VenueFolders Folders { get; }

    public string Root => _root;

    /// <summary>Hash of the state behind each command.</summary>
    public Dictionary<long, ulong> Hashes { get; } = [];

    public long Published { get; private set; }

    /// <summary>What each stream has handed over.</summary>
    public IReadOnlyList<StreamPosition> Streams => [.. _streams.Values.OrderBy(stream => stream.SourceId)];

    /// <summary>Changes the published frame of this command: the venue lied.</summary>
    public long LieAt { get; set; }

    public SnapshotMaker Maker(IStorage? storage = null, Action<string>? report = null) =>
        new(storage ?? _storage, Folders, SmallEngine.Options, report ?? (line => Assert.Fail(line)));

    public SnapshotReport? Make(long? published = null) =>
        Maker().Make(published ?? Published, CancellationToken.None);

    public EngineSnapshot? LoadNewest(IStorage storage, List<string> lines, out long held) =>
        EngineSnapshot.LoadNewest(storage, Folders.Snapshots, SmallEngine.Options, lines.Add, out held);

    /// <summary>Takes over the logs and appends batches.</summary>
    public void Play(int batches)
    {
        using var events = EventLogWriter.Open(
            Folders.Events, new EventLogOptions { SegmentBytes = 64 << 10, PrepareInBackground = false });
        using var commands = CommandLogWriter.Open(
            _storage, Folders.Journal, Published,
            new CommandLogOptions { SegmentBytes = 64 << 10, BatchBytes = 8 << 10, PrepareInBackground = false });
        for (var count = 0; count < batches * CommandsPerBatch; count++)
        {
            var command = Next();
            Assert.True(commands.Append(Published + 1, command));
            if (count % CommandsPerBatch == CommandsPerBatch - 1)
            {
                commands.Sync();
            }

            Publish(command, events);
        }
    }

    public void Dispose() => Directory.Delete(_root, recursive: true);

    private void Publish(ReadOnlySpan<byte> command, EventLogWriter events)
    {
        var sink = new EventFrameWriter(new byte[Limits.MaxEventFrameBytes]);
        _engine.Apply(command, ref sink);
        var frame = sink.Frame.ToArray();
        frame[^1] ^= (byte)(Published + 1 == LieAt ? 1 : 0);
        events.Append(++Published, frame);
        Hashes[Published] = _engine.StateHash();
    }

    private ReadOnlySpan<byte> Next()
    {
        var sequence = Published + 1;
        var length = sequence == 1 ? ListAsset() : sequence % 4 == 0 ? Tick() : Deposit();
        ref var header = ref CommandCodec.Header(_command.AsSpan());
        header.Sequence = sequence;
        header.TimestampNs = 1_700_000_000_000_000_000 + sequence;
        header.Entropy = (ulong)sequence * 0x9E37;
        if (sequence % 4 != 0)
        {
            header.SourceId = sequence % 2 == 0 ? 1u : 100u;
            header.SourceSession = 7;
            header.SourcePosition = sequence * 64;
            _streams[header.SourceId] = new StreamPosition(header.SourceId, 7, sequence * 64);
        }

        return _command.AsSpan(0, length);
    }

    private int ListAsset() => Write(CommandType.ListAsset, new ListAsset
    {
        AssetId = 1,
        TokenDecimals = 6,
        Token = Token,
        Symbol = FixedText64.TryCreate("USDC", out var symbol) ? symbol : default,
    });

    private int Deposit() => Write(CommandType.Deposit, new Deposit
    {
        DepositId = ++_lastDeposit,
        ChainId = 31_337,
        Account = new AccountId(Address.Parse($"0x{(_lastDeposit % 7) + 1:x40}"), 0),
        Token = Token,
        Amount = 100 + (long)_lastDeposit,
    });

    private int Tick()
    {
        _command.AsSpan(0, CommandHeader.SizeBytes).Clear();
        ref var header = ref CommandCodec.Header(_command.AsSpan());
        header.Length = CommandHeader.SizeBytes;
        header.Type = CommandType.Tick;
        header.Version = CommandHeader.CurrentVersion;
        return CommandHeader.SizeBytes;
    }

    private int Write<TBody>(CommandType type, TBody body)
        where TBody : unmanaged => CommandCodec.Write(_command, type, in body, 0, 0);
}
