using System.Diagnostics;
using DexExtra.Hosting;
using DexExtra.Journal.Archive;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Following;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;
using StackExchange.Redis;

namespace DexExtra.Persistence.Mirror;

/// <summary>
/// Follows the event log into Redis with a reader of its own, from the beginning, so that nothing about Redis can stop
/// or delay the database (RED-01). Books live in this process; Redis gets changes per batch, or everything again after
/// any doubt: failure, flush, restart, foreign writes. Own task.
/// </summary>
internal sealed class RedisMirror(
    VenueSection venue, string endpoint, TlsSection? tls, FollowerStatus status, ILogger log)
{
    private readonly Backoff _backoff = new(PersistenceLimits.BackoffFirstMs, PersistenceLimits.BackoffMaxMs);
    private readonly LastingDamage _damage = new();
    private readonly MirrorKeys _keys = new(venue.Name);
    private long _completeSince = Stopwatch.GetTimestamp();
    private bool _isStale;

    /// <summary>Ends only by cancellation or exception.</summary>
    /// <exception cref="FatalException">The event log is damaged for good.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        var options = SecureTransport.Redis(endpoint, tls);
        options.AbortOnConnectFail = false;
        options.ConnectTimeout = PersistenceLimits.RedisConnectTimeoutMs;
        options.AsyncTimeout = PersistenceLimits.RedisCommandTimeoutMs;
        options.BacklogPolicy = BacklogPolicy.FailFast;
        options.ReconnectRetryPolicy = new LinearRetry(PersistenceLimits.RedisReconnectMs);
        options.ClientName = "dexextra-persistence";
        options.IncludeDetailInExceptions = false;
        await using var redis = await ConnectionMultiplexer.ConnectAsync(options);
        using var doorbell = Doorbell.Open(venue.EventsDoorbell);
        while (true)
        {
            try
            {
                await FollowAsync(new RedisStore(redis, _keys), doorbell, stopping);
            }
            catch (Exception error) when (error is EventLogCorruptException or StorageException)
            {
                if (error is EventLogCorruptException damage)
                {
                    _damage.Met(damage, doorbell.Observe());
                }

                // the books may hold frames that the engine is about to regenerate: start them again
                await PauseAsync(error, stopping);
            }
        }
    }

    private async Task FollowAsync(RedisStore store, Doorbell doorbell, CancellationToken stopping)
    {
        var books = new MirrorBooks();
        var history = EventHistory.Of(FileStorage.Instance, venue.EventsFolder, venue.EventsArchiveFolder);
        using var reader = EventLogReader.Open(history, venue.EventsFolder, 0);
        long? written = null;
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var seen = doorbell.Observe();
            var more = Advance(reader, books) == PersistenceLimits.MirrorBatchFrames;
            if (more && written is null)
            {
                continue; // nothing partial is shown: first the end of the log, then one complete write
            }

            try
            {
                if (!store.Lease.IsHeld)
                {
                    await store.Lease.TakeAsync(books.Sequence);
                    continue; // the last writer can write no more: now to the end, which is not before its last write
                }

                written = await WriteAsync(store, books, written);
                _backoff.Reset();
            }
            catch (Exception error) when (error is RedisException or TimeoutException or MirrorTakenException)
            {
                written = null;
                await PauseAsync(error, stopping);
                continue;
            }

            if (!more)
            {
                await Task.Run(() => doorbell.Wait(seen, PersistenceLimits.MirrorCheckMs), stopping);
            }
        }
    }

    private static int Advance(EventLogReader reader, MirrorBooks books)
    {
        var handler = new Handler(books);
        return reader.Poll(ref handler, PersistenceLimits.MirrorBatchFrames);
    }

    /// <summary>Brings Redis to the books; returns the sequence it now holds.</summary>
    private async Task<long?> WriteAsync(RedisStore store, MirrorBooks books, long? written)
    {
        var upToDate = written == books.Sequence
            ? await store.IsAtAsync(books.Sequence)
            : written is { } after && await store.WriteChangesAsync(books, after);
        if (!upToDate)
        {
            if (written is not null)
            {
                log.LogWarning("the mirror in Redis is not what this process wrote: writing it again");
            }

            await store.RewriteAsync(books);
        }

        books.Written();
        _completeSince = Stopwatch.GetTimestamp();
        PersistenceMetrics.MirrorStaleSeconds.Set(0);
        status.MirrorAt(books.Sequence);
        if (_isStale)
        {
            _isStale = false;
            log.LogInformation("the mirror is complete again at sequence {Sequence}", books.Sequence);
        }

        return books.Sequence;
    }

    private async Task PauseAsync(Exception error, CancellationToken stopping)
    {
        var pauseMs = _backoff.NextMs();
        status.MirrorFailed(error.Message);
        PersistenceMetrics.MirrorFailures.Inc();
        PersistenceMetrics.MirrorStaleSeconds.Set(Stopwatch.GetElapsedTime(_completeSince).TotalSeconds);
        if (!_isStale)
        {
            _isStale = true;
            log.LogWarning(
                "the mirror is stale, trying until it is complete: {Reason}", error.Message.ReplaceLineEndings(" "));
        }

        await Task.Delay(pauseMs, stopping);
    }

    private readonly struct Handler(MirrorBooks books) : IEventLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> payload) => books.Apply(sequence, payload);
    }
}
