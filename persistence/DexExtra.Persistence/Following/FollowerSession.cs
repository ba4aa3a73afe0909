using System.Data;
using System.Diagnostics;
using System.Globalization;
using DexExtra.Hosting;
using DexExtra.Journal.EventLog;
using DexExtra.Messages;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Projection;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DexExtra.Persistence.Following;

/// <summary>
/// One connection's worth of following: reads the cursor, proves that the log continues it, then moves frames until
/// something fails. Holds nothing that outlives it: whatever a failure interrupted (a lost commit answer included) is
/// settled by the next session reading the cursor again (PG-02, PG-03). While one batch is being written the next one
/// is being collected; writes never overlap.
/// </summary>
internal sealed class FollowerSession(
    NpgsqlDataSource source,
    VenueSection venue,
    PersistenceSection options,
    Doorbell doorbell,
    FollowerStatus status,
    ILogger log)
{
    private const string SelectMarkets =
        """
        select market_id, asset_id, metric_id, (tick_size * 100000000)::numeric(38,0)::text,
          (lot_size * 100000000)::numeric(38,0)::text, (tick_value * 100000000)::bigint, margin_mode from markets
        """;

    /// <summary>True once a batch of this session is committed: from then on nobody else may move the cursor.</summary>
    public bool HasCommitted { get; private set; }

    /// <summary>Never returns normally.</summary>
    /// <exception cref="CursorMovedException">Another process moves the cursor.</exception>
    /// <exception cref="FatalException">Database and event log do not belong together.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        await using var connection = await Connections.OpenAsync(source, stopping);
        var (cursor, markets) = await ReadStartAsync(connection, stopping);
        using var events = EventLogReader.Open(venue.EventsFolder, Math.Max(0, cursor.Sequence - 1));
        var timeNs = await ProveContinuityAsync(events, cursor, stopping);
        status.CursorAt(cursor.Sequence, timeNs);
        using var projector = new EventProjector(markets);
        var reader = new BatchReader(events, doorbell, projector, options);
        await FollowAsync(connection, reader, stopping);
    }

    /// <summary>
    /// Cursor and markets of one moment: a predecessor's late commit between two reads would split them.
    /// </summary>
    private static async Task<(CursorPosition Cursor, Dictionary<uint, MarketUnits> Markets)> ReadStartAsync(
        NpgsqlConnection connection, CancellationToken stopping)
    {
        await using var snapshot = await connection.BeginTransactionAsync(IsolationLevel.RepeatableRead, stopping);
        var cursor = await CursorStore.ReadAsync(connection, stopping);
        return (cursor, await LoadMarketsAsync(connection, stopping));
    }

    private static async Task<Dictionary<uint, MarketUnits>> LoadMarketsAsync(
        NpgsqlConnection connection, CancellationToken stopping)
    {
        var markets = new Dictionary<uint, MarketUnits>();
        await using var command = new NpgsqlCommand(SelectMarkets, connection);
        await using var rows = await command.ExecuteReaderAsync(stopping);
        while (await rows.ReadAsync(stopping))
        {
            var marketId = checked((uint)rows.GetInt64(0));
            markets.Add(marketId, new MarketUnits(
                marketId,
                checked((uint)rows.GetInt64(1)),
                rows.GetString(2),
                Int128.Parse(rows.GetString(3), CultureInfo.InvariantCulture),
                Int128.Parse(rows.GetString(4), CultureInfo.InvariantCulture),
                rows.GetInt64(5),
                Enum.Parse<MarginMode>(rows.GetString(6), ignoreCase: true)));
        }

        return markets;
    }

    private static async Task ReportIdleAsync(
        NpgsqlConnection connection, long expected, CancellationToken stopping)
    {
        var cursor = await CursorStore.ReadAsync(connection, stopping);
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
            var seen = doorbell.Observe();
            if (events.TryRead(out _, out var payload))
            {
                return WriteBatch.HashOf(payload) == cursor.FrameHash
                    ? new EventFrame(payload).Header.TimestampNs
                    : throw new FatalException(
                        ExitCodes.Storage,
                        $"the database follows another event log: frame {cursor.Sequence} of {venue.EventsFolder}"
                        + " is not the one it applied; drop the database to rebuild it from this log");
            }

            status.DatabaseFailed($"the event log does not reach the cursor {cursor.Sequence} yet");
            if (waits == 1)
            {
                log.LogWarning("the event log does not reach the cursor {Sequence} yet: waiting", cursor.Sequence);
            }

            await Task.Run(() => doorbell.Wait(seen, PersistenceLimits.DoorbellWaitMs), stopping);
            stopping.ThrowIfCancellationRequested();
        }
    }

    private async Task FollowAsync(NpgsqlConnection connection, BatchReader reader, CancellationToken stopping)
    {
        var writer = new BatchWriter(connection);
        var (filling, writing) = (new WriteBatch(), new WriteBatch());
        var write = Task.CompletedTask;
        try
        {
            while (true)
            {
                await reader.ReadAsync(filling, PersistenceLimits.IdleCheckMs, stopping);
                await write;
                if (filling.Frames == 0)
                {
                    await ReportIdleAsync(connection, filling.AfterSequence, stopping);
                    continue;
                }

                (filling, writing) = (writing, filling);
                write = WriteAsync(writer, writing, stopping);
            }
        }
        finally
        {
            await write.ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private async Task WriteAsync(BatchWriter writer, WriteBatch batch, CancellationToken stopping)
    {
        var started = Stopwatch.GetTimestamp();
        await writer.WriteAsync(batch, stopping);
        HasCommitted = true;
        status.CursorAt(batch.LastSequence, batch.LastTimeNs);
        PersistenceMetrics.BatchSeconds.Observe(Stopwatch.GetElapsedTime(started).TotalSeconds);
        PersistenceMetrics.BatchFrames.Observe(batch.Frames);
    }
}
