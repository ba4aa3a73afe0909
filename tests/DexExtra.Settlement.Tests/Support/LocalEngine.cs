using System.Runtime.InteropServices;
using DexExtra.Engine;
using DexExtra.Hosting;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Transport;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>
/// The real engine, event log and transport in one thread: commands of the test and of the settlement publication go
/// in,
/// frames come out into the event log. Without a journal, because nothing here restarts the engine.
/// </summary>
internal sealed class LocalEngine : IDisposable
{
    private const long StartNs = 1_900_000_000L * Limits.NsPerSecond;

    private readonly Engine.Engine _engine;
    private readonly EventLogWriter _log;
    private readonly VenueSection _venue;
    private readonly byte[] _buffer = new byte[Limits.MaxCommandBytes];
    private readonly Queue<byte[]> _unheard = new();
    private SharedMemorySubscription? _stream;
    private EventFrameWriter _frames = new(new byte[1 << 20]);
    private long _sequence;
    private uint _sourceId;
    private bool _isScripted;
    private long _passedNs;

    public LocalEngine(VenueSection venue)
    {
        _venue = venue;
        _engine = new Engine.Engine(new EngineOptions
        {
            MaxAccounts = 64,
            MaxBalances = 64,
            MaxPositions = 256,
            MaxOpenOrders = 4096,
            MaxClientOrderIds = 16384,
            MaxUnsettledMatches = 8192,
            MaxBustableMatches = 8192,
            MaxLadderNodes = 4096,
        });
        _log = EventLogWriter.Open(venue.EventsFolder, new EventLogOptions { PrepareInBackground = false });
    }

    public Engine.Engine Core => _engine;

    public static ulong NowSeconds => (ulong)(StartNs / Limits.NsPerSecond);

    public void Apply<TBody>(CommandType type, in TBody body)
        where TBody : unmanaged
    {
        var length = CommandCodec.Write(_buffer, type, in body, 0, 0);
        _sourceId = 0;
        ApplyRaw(_buffer.AsSpan(0, length));
    }

    /// <summary>Time goes by in the engine.</summary>
    public void Pass(long seconds) => _passedNs += seconds * Limits.NsPerSecond;

    /// <summary>A command without a body, which only brings the time.</summary>
    public void Tick()
    {
        var header = new CommandHeader
        {
            Length = CommandHeader.SizeBytes,
            Type = CommandType.Tick,
            Version = CommandHeader.CurrentVersion,
        };
        MemoryMarshal.Write(_buffer, in header);
        _sourceId = 0;
        ApplyRaw(_buffer.AsSpan(0, CommandHeader.SizeBytes));
    }

    public delegate void FrameScript(ref EventFrameWriter frame);

    /// <summary>
    /// Writes a frame that the test makes up. From then on settlement states are believed as they are reported, because
    /// the engine knows nothing of scripted matches, and nothing else is done.
    /// </summary>
    /// <param name="script">Appends the events.</param>
    /// <param name="timestampNs">Engine time of the command; null: the next instant.</param>
    public void Script(FrameScript script, long? timestampNs = null)
    {
        _isScripted = true;
        var header = new CommandHeader { Sequence = ++_sequence, TimestampNs = timestampNs ?? StartNs + _sequence };
        _frames.Begin(in header);
        script(ref _frames);
        _frames.End();
        _log.Append(_sequence, _frames.Frame);
    }

    /// <summary>Takes what settlement has published; returns the number of commands.</summary>
    public int PumpSettlement()
    {
        HasSettlementCommands();
        _sourceId = 100;
        var count = _unheard.Count;
        while (_unheard.TryDequeue(out var command))
        {
            Take(command);
        }

        _stream?.Release(_stream.Position);
        return count;
    }

    /// <summary>Whether settlement has published what was not taken yet.</summary>
    public bool HasSettlementCommands()
    {
        var path = Path.Combine(_venue.StreamsFolder, "100.stream");
        if (_stream is not null || File.Exists(path))
        {
            _stream ??= SharedMemorySubscription.Open(path);
            var handler = new Handler(_unheard);
            _stream.Poll(ref handler, 1024);
        }

        return _unheard.Count > 0;
    }

    public void Dispose()
    {
        _stream?.Dispose();
        _log.Dispose();
    }

    private void ApplyRaw(Span<byte> command)
    {
        ref var header = ref CommandCodec.Header(command);
        header.Sequence = ++_sequence;
        header.TimestampNs = StartNs + _passedNs + _sequence;
        header.SourceId = _sourceId;
        _engine.Apply(command, ref _frames);
        _log.Append(_sequence, _frames.Frame);
    }

    private void Take(byte[] command)
    {
        command.CopyTo(_buffer, 0);
        if (!_isScripted)
        {
            ApplyRaw(_buffer.AsSpan(0, command.Length));
        }
        else if (CommandCodec.Header(_buffer).Type == CommandType.SettlementUpdate)
        {
            var update = CommandCodec.Body<SettlementUpdate>(_buffer);
            Script((ref frame) => frame.Append(EventType.SettlementChanged, in update));
        }
    }

    private readonly struct Handler(Queue<byte[]> commands) : IFragmentHandler
    {
        public void OnFragment(ReadOnlySpan<byte> fragment, long position) => commands.Enqueue(fragment.ToArray());
    }
}
