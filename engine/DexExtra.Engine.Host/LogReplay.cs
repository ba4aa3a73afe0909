using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Snapshots.Files;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// Brings the engine to the end of the command log: applies every command, or every one behind the snapshot that it
/// came from, and holds each frame of events against the event log. Identical frames are passed over, missing ones are
/// appended, and a different one refuses the start, because then the log is not a function of its commands any more
/// (P3, ADR 0002).
/// </summary>
/// <param name="engine">Nothing applied yet.</param>
/// <param name="eventLog">Open and verified.</param>
/// <param name="frames">Scratch memory; free again when the replay is over.</param>
/// <param name="log">Progress and result.</param>
internal sealed class LogReplay(Engine engine, EventLogWriter eventLog, EventRing frames, ILogger log)
{
    private readonly Dictionary<uint, SourcePosition> _sources = [];
    private SkipList _skips = SkipList.Empty;
    private long _lastSequence;
    private long _lastTimestampNs;
    private long _appended;

    /// <exception cref="FatalException">
    /// The replay and the event log differ, or a command breaks an invariant (ENG-06).
    /// </exception>
    /// <exception cref="RecoveryRefusedException">The command log is damaged.</exception>
    public RecoveredLog Run(IStorage storage, string journalFolder, SnapshotHeader? snapshot)
    {
        var first = snapshot?.Sequence ?? 0;
        if (snapshot is not null)
        {
            log.LogInformation("began with the snapshot of sequence {Sequence}", first);
            Begin(snapshot);
        }

        _skips = SkipList.Read(storage, journalFolder);
        var handler = new Handler(this);
        var range = new CommandLogRange { After = snapshot?.Anchor };
        CommandLogReader.Read(storage, journalFolder, range, ref handler, progress => log.LogInformation(
            "replay: segment {Segment} of {Total}, sequence {Sequence}",
            progress.SegmentsRead, progress.SegmentsTotal, progress.LastSequence));
        eventLog.EndVerification();
        log.LogInformation(
            "replayed {Count} commands, {Appended} frames were missing from the event log, state {Hash:x16}",
            _lastSequence - first, _appended, engine.StateHash());
        return new RecoveredLog(_lastSequence, _lastTimestampNs, _sources);
    }

    private void Begin(SnapshotHeader snapshot)
    {
        _lastSequence = snapshot.Sequence;
        _lastTimestampNs = snapshot.TimestampNs;
        foreach (var stream in snapshot.Streams)
        {
            _sources[stream.SourceId] = new SourcePosition(stream.SessionId, stream.Position);
        }
    }

    private void OnCommand(long sequence, ReadOnlySpan<byte> command)
    {
        ref readonly var header = ref CommandCodec.Header(command);
        var sink = new EventFrameWriter(frames.Buffer);
        Apply(sequence, command, ref sink);
        var result = eventLog.Verify(sequence, sink.Frame);
        switch (result.Outcome)
        {
            case VerifyOutcome.NotPresent:
                eventLog.Append(sequence, sink.Frame);
                _appended++;
                break;
            case VerifyOutcome.Different:
                throw new FatalException(
                    ExitCodes.Storage,
                    $"replay of sequence {sequence} ({header.Type}) differs from the event log "
                    + $"at byte {result.DifferenceOffset}");
            default:
                break;
        }

        _lastSequence = sequence;
        _lastTimestampNs = header.TimestampNs;
        if (header.SourceId != 0)
        {
            _sources[header.SourceId] = new SourcePosition(header.SourceSession, header.SourcePosition);
        }
    }

    private void Apply(long sequence, ReadOnlySpan<byte> command, ref EventFrameWriter sink)
    {
        if (_skips.Contains(sequence, command))
        {
            engine.Skip(sequence, command, ref sink);
            log.LogWarning("replay: the command with sequence {Sequence} is passed over (skipped.list)", sequence);
            return;
        }

        try
        {
            engine.Apply(command, ref sink);
        }
        catch (InvariantViolationException error)
        {
            throw new FatalException(
                ExitCodes.Software,
                $"the command with sequence {sequence} ({CommandCodec.Header(command).Type}) breaks an invariant: "
                + $"{error.Message}; every start will end here: see \"A poison command\" in docs/RUNBOOK.md",
                error);
        }
    }

    private readonly struct Handler(LogReplay replay) : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record) => replay.OnCommand(sequence, record);
    }
}
