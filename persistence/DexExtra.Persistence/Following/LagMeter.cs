using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using Microsoft.Extensions.Logging;

namespace DexExtra.Persistence.Following;

/// <summary>
/// Walks the event log to its end with its own reader, so that lag is known while the database is away or behind.
/// Own task; a damaged log is the follower's business, here it only stops the meter until the next period.
/// </summary>
internal sealed class LagMeter(VenueSection venue, FollowerStatus status, ILogger log)
{
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            try
            {
                await MeasureAsync(stopping);
            }
            catch (Exception error) when (error is EventLogCorruptException or StorageException)
            {
                log.LogWarning("lag unknown: {Message}", error.Message);
                await Task.Delay(PersistenceLimits.BackoffMaxMs, stopping);
            }
        }
    }

    private async Task MeasureAsync(CancellationToken stopping)
    {
        var history = EventHistory.Of(FileStorage.Instance, venue.EventsFolder, venue.EventsArchiveFolder);
        using var reader = EventLogReader.Open(history, venue.EventsFolder, status.Cursor);
        while (true)
        {
            var handler = new EndOfLog();
            while (reader.Poll(ref handler, PersistenceLimits.LagPollFrames) == PersistenceLimits.LagPollFrames)
            {
                stopping.ThrowIfCancellationRequested();
            }

            if (handler.Sequence > 0)
            {
                status.LogEndsAt(handler.Sequence, handler.TimeNs);
            }

            await Task.Delay(PersistenceLimits.LagPeriodMs, stopping);
        }
    }

    private struct EndOfLog : IEventLogHandler
    {
        public long Sequence;
        public long TimeNs;

        public void OnRecord(long sequence, ReadOnlySpan<byte> payload)
        {
            Sequence = sequence;
            TimeNs = new EventFrame(payload).Header.TimestampNs;
        }
    }
}
