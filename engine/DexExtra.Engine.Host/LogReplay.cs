using DexExtra.Hosting;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// Brings the engine to the end of the command log: applies every command and holds each frame of events against the
/// event log. Identical frames are passed over, missing ones are appended, and a different one refuses the start,
/// because then the log is not a function of its commands any more (P3, ADR 0002).
/// </summary>
internal sealed class LogReplay(Engine engine, EventLogWriter eventLog, ILogger log)
{
    private readonly byte[] _frame = GC.AllocateUninitializedArray<byte>(Limits.MaxEventFrameBytes);
    private readonly Dictionary<uint, SourcePosition> _sources = [];
    private long _lastSequence;
    private long _lastTimestampNs;
    private long _appended;

    /// <exception cref="FatalException">The replay and the event log differ.</exception>
    /// <exception cref="RecoveryRefusedException">The command log is damaged.</exception>
    public RecoveredLog Run(IStorage storage, string journalFolder)
    {
        var handler = new Handler(this);
        CommandLogReader.Read(storage, journalFolder, ref handler, progress => log.LogInformation(
            "replay: segment {Segment} of {Total}, sequence {Sequence}",
            progress.SegmentsRead, progress.SegmentsTotal, progress.LastSequence));
        eventLog.EndVerification();
        log.LogInformation(
            "replayed {Count} commands, {Appended} frames were missing from the event log, state {Hash:x16}",
            _lastSequence, _appended, engine.StateHash());
        return new RecoveredLog(_lastSequence, _lastTimestampNs, _sources);
    }

    private void OnCommand(long sequence, ReadOnlySpan<byte> command)
    {
        ref readonly var header = ref CommandCodec.Header(command);
        var sink = new EventFrameWriter(_frame);
        engine.Apply(command, ref sink);
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

    private readonly struct Handler(LogReplay replay) : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record) => replay.OnCommand(sequence, record);
    }
}
