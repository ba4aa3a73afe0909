using System.Diagnostics;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Messages;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Projection;
using Microsoft.Extensions.Logging;

namespace DexExtra.Persistence.Following;

/// <summary>
/// One connection's worth of following: reads the cursor, proves that the log continues it, then moves frames until
/// something fails. Holds nothing that outlives it: whatever a failure interrupted (a lost commit answer included) is
/// settled by the next session reading the cursor again (PG-02, PG-03). While one batch is being written the next one
/// is being collected; writes never overlap.
/// </summary>
internal sealed class FollowerSession(
    IFollowerStore store,
    IMappedStorage storage,
    VenueSection venue,
    PersistenceSection options,
    IFollowerPace pace,
    FollowerStatus status,
    ILogger log)
{
    private long _confirmAtMs;

    /// <summary>True once a batch of this session is committed: from then on nobody else may move the cursor.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Never returns normally.</summary>
    /// <exception cref="CursorMovedException">Another process moves the cursor.</exception>
    /// <exception cref="FatalException">Database and event log do not belong together.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var connection = await store.ConnectAsync(stopping);
        var (cursor, markets) = await connection.ReadStartAsync(stopping);
        status.StartsAt(cursor.Sequence);
        var history = EventHistory.Of(storage, venue.EventsFolder, venue.EventsArchiveFolder);
        using var events = EventLogReader.Open(history, venue.EventsFolder, Math.Max(0, cursor.Sequence - 1));
        var timeNs = await ProveContinuityAsync(events, cursor, stopping);
        status.CursorAt(cursor.Sequence, timeNs);
        using var projector = new EventProjector(markets);
        var reader = new BatchReader(events, pace, projector, options);
        await FollowAsync(connection, reader, stopping);
    }

    private static async Task ReportIdleAsync(
        IFollowerConnection connection, long expected, CancellationToken stopping)
    {
        var cursor = await connection.ReadCursorAsync(stopping);
        if (cursor.Sequence != expected)
        {
            throw new CursorMovedException($"the cursor is at {cursor.Sequence}, not at {expected}");
        }
    }

    /// <summary>
    /// The frame at the cursor must be the one that the database applied. A log that is shorter is waited for: after
    /// a power loss the engine regenerates it. Returns the frame's time.
    /// </summary>
    private async Task<long> ProveContinuityAsync(
        EventLogReader events, CursorPosition cursor, CancellationToken stopping)
    {
        if (cursor.Sequence == 0)
        {
            return 0;
        }

        for (var waits = 0; ; waits++)
        {
            var seen = pace.Observe();
            if (events.TryRead(out _, out var payload))
            {
                return WriteBatch.HashOf(payload) == cursor.FrameHash
                    ? new EventFrame(payload).Header.TimestampNs
                    : throw new FatalException(
                        ExitCodes.Storage,
                        $"the database follows another event log: frame {cursor.Sequence} of {venue.EventsFolder}"
                        + " is not the one it applied; drop the database to rebuild it from this log");
            }

            DemandNotRestoredBelow(cursor.Sequence);
            status.DatabaseFailed($"the event log does not reach the cursor {cursor.Sequence} yet");
            if (waits == 1)
            {
                log.LogWarning("the event log does not reach the cursor {Sequence} yet: waiting", cursor.Sequence);
            }

            await pace.WaitAsync(seen, stopping);
            stopping.ThrowIfCancellationRequested();
        }
    }

    /// <summary>
    /// A database outside the venue's machine keeps what a restored log no longer has. Waiting would end with other
    /// rows under the same numbers.
    /// </summary>
    private void DemandNotRestoredBelow(long cursor)
    {
        if (RestoredMark.Read(venue) is { } restored && cursor > restored)
        {
            throw new FatalException(
                ExitCodes.Storage,
                $"the database holds rows up to sequence {cursor}, this venue was restored up to {restored}: drop and"
                + " create the database, it is filled from this log: see \"After a restore: a database or Redis"
                + " elsewhere\" in docs/RUNBOOK.md");
        }
    }

    private async Task FollowAsync(IFollowerConnection connection, BatchReader reader, CancellationToken stopping)
    {
        var (filling, writing) = (new WriteBatch(), new WriteBatch());
        var write = Task.CompletedTask;
        try
        {
            while (true)
            {
                await reader.ReadAsync(filling, PersistenceLimits.IdleCheckMs, stopping);
                await write;
                await ConfirmWhenDueAsync(connection, stopping);
                if (filling.Frames == 0)
                {
                    await ReportIdleAsync(connection, filling.AfterSequence, stopping);
                    continue;
                }

                (filling, writing) = (writing, filling);
                write = WriteAsync(connection, writing, stopping);
            }
        }
        finally
        {
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>
    /// Between two batches: what is committed goes to the server's disk, and the cursor's file may follow.
    /// </summary>
    private async Task ConfirmWhenDueAsync(IFollowerConnection connection, CancellationToken stopping)
    {
        var cursor = status.Cursor;
        if (cursor == status.DurableCursor || pace.NowMs < _confirmAtMs)
        {
            return;
        }

        await connection.ConfirmAsync(cursor, stopping);
        status.DurableAt(cursor);
        _confirmAtMs = pace.NowMs + PersistenceLimits.ConfirmMs;
    }

    private async Task WriteAsync(IFollowerConnection connection, WriteBatch batch, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        await connection.WriteAsync(batch, stopping);
        HasCommitted = true;
        status.CursorAt(batch.LastSequence, batch.LastTimeNs);
        PersistenceMetrics.BatchSeconds.Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        PersistenceMetrics.BatchFrames.Observe(batch.Frames);
    }
}
