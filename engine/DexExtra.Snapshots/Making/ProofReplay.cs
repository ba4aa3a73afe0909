using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots.Files;

namespace DexExtra.Snapshots.Making;

/// <summary>
/// Takes an engine from where it stands to the last whole batch that is published, and holds every frame of events
/// against what the venue told the world. A difference means that the published events are not what the commands give
/// (P3): nothing may be built on it. One use, one thread.
/// </summary>
internal sealed class ProofReplay : IDisposable
{
    private readonly EngineSnapshot _start;
    private readonly EventLogReader _events;
    private readonly CancellationToken _stopping;
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);
    private readonly SortedDictionary<uint, StreamPosition> _streams = [];
    private SkipList _skips = SkipList.Empty;

    /// <exception cref="ProofFailedException">The event log is not that of the snapshot.</exception>
    public ProofReplay(
        EngineSnapshot start, IMappedStorage events, string eventsFolder, CancellationToken stopping)
    {
        _start = start;
        _stopping = stopping;
        var from = start.Header?.Sequence ?? 0;
        _events = EventLogReader.Open(events, eventsFolder, Math.Max(0, from - 1));
        if (start.Header is not { } header)
        {
            return;
        }

        foreach (var stream in header.Streams)
        {
            _streams[stream.SourceId] = stream;
        }

        if (!_events.TryRead(out _, out _) || _events.LastCrc != header.EventCrc)
        {
            _events.Dispose();
            throw new ProofFailedException(from, "the published frame is not the one that the snapshot was made with");
        }

        TimestampNs = header.TimestampNs;
    }

    /// <summary>Engine time of the last command.</summary>
    public long TimestampNs { get; private set; }

    /// <summary>Chained checksum of the last frame compared.</summary>
    public uint EventCrc => _events.LastCrc;

    /// <summary>What each stream has handed over, by source.</summary>
    public IReadOnlyList<StreamPosition> Streams => [.. _streams.Values];

    /// <summary>Replays whole batches up to the sequence, which must be published. Returns the last one.</summary>
    /// <exception cref="ProofFailedException">A frame differs.</exception>
    /// <exception cref="RecoveryRefusedException">The command log is damaged.</exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public CommandLogAnchor? Run(IStorage storage, string journalFolder, long through)
    {
        _skips = SkipList.Read(storage, journalFolder);
        var handler = new Handler(this);
        var range = new CommandLogRange
        {
            After = _start.Header?.Anchor,
            SeenByConsumer = through,
            Through = through,
        };
        return CommandLogReader.Read(storage, journalFolder, range, ref handler).End;
    }

    public void Dispose() => _events.Dispose();

    private void OnCommand(long sequence, ReadOnlySpan<byte> command)
    {
        _stopping.ThrowIfCancellationRequested();
        ref readonly var header = ref CommandCodec.Header(command);
        var sink = new EventFrameWriter(_frame);
        if (_skips.Contains(sequence, command))
        {
            _start.Engine.Skip(sequence, command, ref sink);
        }
        else
        {
            _start.Engine.Apply(command, ref sink);
        }

        if (!_events.TryRead(out _, out var published) || !published.SequenceEqual(sink.Frame))
        {
            throw new ProofFailedException(
                sequence,
                $"{header.Type}: the published frame of {published.Length} bytes is not what the command gives, "
                + $"{sink.Frame.Length} bytes, first difference at byte {published.CommonPrefixLength(sink.Frame)}");
        }

        TimestampNs = header.TimestampNs;
        if (header.SourceId != 0)
        {
            _streams[header.SourceId] = new StreamPosition(
                header.SourceId, header.SourceSession, header.SourcePosition);
        }
    }

    private readonly struct Handler(ProofReplay replay) : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record) => replay.OnCommand(sequence, record);
    }
}
