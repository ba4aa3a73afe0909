using DexExtra.Journal.CommandLog;
using DexExtra.Messages;
using DexExtra.Ring;

namespace DexExtra.Engine.Host.Stages;

/// <summary>
/// Stage 2a, its own thread: collects what the ring has into one batch, writes and syncs it once, and only then lets
/// its sequence move and the producers' streams be released (ADR 0004, 0005, 0012). A failed write or sync ends the
/// process through the processor's exception handler; nothing of the batch is ever published (ADR 0007).
/// </summary>
internal sealed class JournalStage(CommandLogWriter log, StageTimes times) : IEventHandler<CommandSlot>
{
    private readonly List<StreamSource> _toRelease = new(capacity: 128);
    private long _firstTimedNs;
    private long _batches;
    private long _commands;
    private long _syncNs;
    private long _longestSyncNs;

    public JournalStatistics Statistics => new(
        Volatile.Read(ref _batches), Volatile.Read(ref _commands),
        Volatile.Read(ref _syncNs), Volatile.Read(ref _longestSyncNs));

    public void OnEvent(CommandSlot data, long sequence, bool endOfBatch)
    {
        var command = data.Command;
        ref readonly var header = ref CommandCodec.Header(command);
        if (!log.Append(header.Sequence, command))
        {
            Sync();
            log.Append(header.Sequence, command);
        }

        _commands++;
        if (_firstTimedNs == 0)
        {
            _firstTimedNs = data.SequencedAtNs;
        }

        if (data.Source is { } source)
        {
            if (source.ReleaseAt == 0)
            {
                _toRelease.Add(source);
            }

            source.ReleaseAt = header.SourcePosition;
        }

        if (endOfBatch)
        {
            Sync();
        }
    }

    private void Sync()
    {
        var started = StageTimes.NowNs();
        log.Sync();
        var tookNs = StageTimes.NowNs() - started;
        times.JournalSync.Record(tookNs);
        if (_firstTimedNs != 0)
        {
            times.JournalWait.Record(started - _firstTimedNs);
            _firstTimedNs = 0;
        }

        _batches++;
        _syncNs += tookNs;
        _longestSyncNs = Math.Max(_longestSyncNs, tookNs);
        foreach (var source in _toRelease)
        {
            source.Subscription.Release(source.ReleaseAt);
            source.ReleaseAt = 0;
        }

        _toRelease.Clear();
    }
}
