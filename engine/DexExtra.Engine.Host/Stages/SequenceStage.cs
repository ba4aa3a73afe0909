using DexExtra.Messages;
using DexExtra.Ring;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host.Stages;

/// <summary>
/// Stage 1, its own thread, the ring's only producer. Takes commands from all streams in turn, gives each the next
/// global sequence and an engine time that never goes back, and remembers in the command where it came from.
/// Emits a Tick when nothing arrived for the tick interval. A full ring stops the polling, which fills the streams,
/// which refuses producers: the only back pressure there is.
/// </summary>
internal sealed class SequenceStage
{
    private const int FragmentsPerPoll = 64;
    private const int RefreshIntervalMs = 20;

    private readonly RingBuffer<CommandSlot> _ring;
    private readonly StreamIntake _intake;
    private readonly Doorbell _doorbell;
    private readonly Sequence _journaled;
    private readonly ILogger _log;
    private readonly int _tickIntervalMs;
    private readonly long _sequenceOffset;
    private readonly LowSpaceSwitching _lowSpace;
    private readonly TimeProvider _clock;
    private readonly EntropySource _entropy;
    private readonly StageTimes _times;
    private readonly long _startedAt;
    private long _timestampNs;
    private long _nowMs;
    private long _lastRefreshMs = -RefreshIntervalMs;
    private long _lastCommandMs;
    private long _malformed;

    public SequenceStage(
        RingBuffer<CommandSlot> ring, StreamIntake intake, Doorbell doorbell, Sequence journaled,
        RecoveredLog recovered, PipelineSources sources, EngineSection section, LowSpaceSwitching lowSpace,
        StageTimes times, ILogger log)
    {
        _clock = sources.Clock;
        _entropy = sources.Entropy;
        _startedAt = _clock.GetTimestamp();
        _ring = ring;
        _intake = intake;
        _doorbell = doorbell;
        _journaled = journaled;
        _log = log;
        _tickIntervalMs = section.TickIntervalMs;
        _lowSpace = lowSpace;
        _times = times;
        _sequenceOffset = recovered.LastSequence + 1;
        _timestampNs = recovered.LastTimestampNs;
    }

    /// <summary>Fragments that were not commands and were dropped with a log line.</summary>
    public long Malformed => Volatile.Read(ref _malformed);

    /// <summary>Runs until stopped.</summary>
    public void Run(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            if (!Step())
            {
                var seen = _doorbell.Observe();
                if (PollAll() == 0)
                {
                    _doorbell.Wait(seen, RefreshIntervalMs);
                }
            }
        }
    }

    /// <summary>
    /// Takes what the streams hold, or makes a tick when nothing came for too long; false without commands.
    /// </summary>
    public bool Step()
    {
        _nowMs = (long)_clock.GetElapsedTime(_startedAt).TotalMilliseconds;
        if (_nowMs - _lastRefreshMs >= RefreshIntervalMs)
        {
            _intake.Refresh(_journaled.Value);
            SwitchLowSpace();
            _lastRefreshMs = _nowMs;
        }

        if (PollAll() > 0)
        {
            return true;
        }

        TickIfDue();
        return false;
    }

    private int PollAll()
    {
        var polled = 0;
        var sources = _intake.Sources;
        for (var index = 0; index < sources.Count; index++)
        {
            var handler = new Intake(this, sources[index]);
            polled += sources[index].Subscription.Poll(ref handler, FragmentsPerPoll);
        }

        return polled;
    }

    private void SwitchLowSpace()
    {
        var next = _lowSpace.Next();
        if (next == LowSpaceSwitch.None)
        {
            return;
        }

        Span<byte> command = stackalloc byte[CommandHeader.SizeBytes + SetVenueState.SizeBytes];
        CommandCodec.Write(command, CommandType.SetVenueState, new SetVenueState { LowSpace = next }, 0, 0);
        Publish(command, null, 0);
        _log.LogWarning(
            "the disk of the logs {State}",
            next == LowSpaceSwitch.On ? "is nearly full: cancels only" : "has space again");
    }

    private void TickIfDue()
    {
        if (_nowMs - _lastCommandMs < _tickIntervalMs)
        {
            return;
        }

        Span<byte> tick = stackalloc byte[CommandHeader.SizeBytes];
        tick.Clear();
        ref var header = ref CommandCodec.Header(tick);
        header.Length = CommandHeader.SizeBytes;
        header.Type = CommandType.Tick;
        header.Version = CommandHeader.CurrentVersion;
        Publish(tick, null, 0);
    }

    private void OnFragment(ReadOnlySpan<byte> fragment, StreamSource source, long position)
    {
        if (!CommandCodec.IsWellFormed(fragment) || CommandCodec.Header(fragment).Type == CommandType.Tick)
        {
            _malformed++;
            _log.LogError(
                "stream {Source}: {Length} bytes at {Position} are no command of this version, dropped",
                source.Subscription.SourceId, fragment.Length, position);
            return;
        }

        Publish(fragment, source, position);
    }

    private void Publish(ReadOnlySpan<byte> command, StreamSource? source, long position)
    {
        var next = _ring.Next();
        var slot = _ring[next];
        command.CopyTo(slot.Room);
        ref var header = ref CommandCodec.Header(slot.Room);
        header.Sequence = _sequenceOffset + next;
        header.TimestampNs = _timestampNs = Math.Max(_timestampNs, NowNs());
        header.SourceId = source?.Subscription.SourceId ?? 0;
        header.SourceSession = source?.Subscription.SessionId ?? 0;
        header.SourcePosition = position;
        header.Entropy = _entropy.Next();
        slot.Source = source;
        slot.SequencedAtNs = _times.StampFor(next);
        source?.LastSequence = next;
        _ring.Publish(next);
        _lastCommandMs = _nowMs;
    }

    private long NowNs() => (_clock.GetUtcNow() - DateTimeOffset.UnixEpoch).Ticks * TimeSpan.NanosecondsPerTick;

    private readonly struct Intake(SequenceStage stage, StreamSource source) : IFragmentHandler
    {
        public void OnFragment(ReadOnlySpan<byte> fragment, long position) =>
            stage.OnFragment(fragment, source, position);
    }
}
