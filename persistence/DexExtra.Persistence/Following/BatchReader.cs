using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Following;

/// <summary>
/// Collects the next batch of frames from the event log: as many as are there, up to the limits; a lone frame waits a
/// little for company, and the first frame of a period waits for the next batch. One caller at a time.
/// </summary>
internal sealed class BatchReader(
    EventLogReader log, IFollowerPace pace, EventProjector projector, PersistenceSection options)
{
    private long _heldSequence;
    private byte[]? _held;

    /// <summary>
    /// Returns when the batch is full or its oldest frame is old enough, or empty after about <paramref
    /// name="idleMs"/>.
    /// </summary>
    public async Task ReadAsync(WriteBatch batch, int idleMs, CancellationToken stopping)
    {
        batch.Clear(_held is null ? log.LastSequence : _heldSequence - 1);
        var startedMs = pace.NowMs;
        while (!Fill(batch))
        {
            stopping.ThrowIfCancellationRequested();
            if (batch.Frames > 0)
            {
                await pace.DelayAsync(options.BatchMaxAgeMs, stopping);
                Fill(batch);
                return;
            }

            if (pace.NowMs - startedMs >= idleMs)
            {
                return;
            }

            await WaitForMoreAsync(batch, stopping);
        }
    }

    /// <summary>Takes what is there; true when the batch is full.</summary>
    private bool Fill(WriteBatch batch)
    {
        if (_held is { } held)
        {
            if (batch.Frames > 0)
            {
                return true;
            }

            _held = null;
            projector.Apply(_heldSequence, held, batch);
        }

        while (batch.Frames < options.BatchMaxFrames && batch.EncodedBytes < PersistenceLimits.BatchRowBytes)
        {
            if (!log.TryRead(out var sequence, out var payload))
            {
                return false;
            }

            if (batch.Frames > 0 && BeginsPeriod(payload, batch.LastTimeNs))
            {
                (_heldSequence, _held) = (sequence, payload.ToArray());
                return true;
            }

            projector.Apply(sequence, payload, batch);
        }

        return true;
    }

    private static bool BeginsPeriod(ReadOnlySpan<byte> payload, long lastTimeNs) =>
        Period.Of(new EventFrame(payload).Header.TimestampNs) != Period.Of(lastTimeNs);

    private async Task WaitForMoreAsync(WriteBatch batch, CancellationToken stopping)
    {
        var seen = pace.Observe();
        if (!Fill(batch) && batch.Frames == 0)
        {
            await pace.WaitAsync(seen, stopping);
        }
    }
}
