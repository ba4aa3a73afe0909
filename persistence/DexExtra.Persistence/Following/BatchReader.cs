using System.Diagnostics;
using DexExtra.Journal.EventLog;
using DexExtra.Persistence.Projection;
using DexExtra.Transport;

namespace DexExtra.Persistence.Following;

/// <summary>
/// Collects the next batch of frames from the event log: as many as are there, up to the limits; a lone frame waits a
/// little for company. One caller at a time.
/// </summary>
internal sealed class BatchReader(
    EventLogReader log, Doorbell doorbell, EventProjector projector, PersistenceSection options)
{
    /// <summary>
    /// Returns when the batch is full or its oldest frame is old enough, or empty after about <paramref
    /// name="idleMs"/>.
    /// </summary>
    public async Task ReadAsync(WriteBatch batch, int idleMs, CancellationToken stopping)
    {
        batch.Clear(log.LastSequence);
        var started = Stopwatch.GetTimestamp();
        while (!Fill(batch))
        {
            stopping.ThrowIfCancellationRequested();
            var elapsedMs = Stopwatch.GetElapsedTime(started).TotalMilliseconds;
            if (batch.Frames > 0)
            {
                await Task.Delay(options.BatchMaxAgeMs, stopping);
                Fill(batch);
                return;
            }

            if (elapsedMs >= idleMs)
            {
                return;
            }

            await WaitForMoreAsync(batch);
        }
    }

    /// <summary>Takes what is there; true when the batch is full.</summary>
    private bool Fill(WriteBatch batch)
    {
        while (batch.Frames < options.BatchMaxFrames && batch.EncodedBytes < PersistenceLimits.BatchRowBytes)
        {
            if (!log.TryRead(out var sequence, out var payload))
            {
                return false;
            }

            projector.Apply(sequence, payload, batch);
        }

        return true;
    }

    private async Task WaitForMoreAsync(WriteBatch batch)
    {
        var seen = doorbell.Observe();
        if (!Fill(batch) && batch.Frames == 0)
        {
            await Task.Run(() => doorbell.Wait(seen, PersistenceLimits.DoorbellWaitMs));
        }
    }
}
