using DexExtra.Hosting;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Persistence.Database;
using DexExtra.Persistence.Projection;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace DexExtra.Persistence.Following;

/// <summary>
/// Keeps a session running for the life of the process: back-off with jitter on what waiting may cure, a loud end on
/// what it cannot. Migrations run before every session, so a database that was dropped is made anew and refilled.
/// </summary>
internal sealed class Follower(
    IFollowerStore store,
    IMappedStorage storage,
    VenueSection venue,
    PersistenceSection options,
    IFollowerPace pace,
    FollowerStatus status,
    ILogger log)
{
    private readonly Backoff _backoff = new(PersistenceLimits.BackoffFirstMs, PersistenceLimits.BackoffMaxMs);
    private readonly LastingDamage _damage = new();
    private int _lostFirstCommits;

    /// <summary>Ends only by cancellation or exception.</summary>
    /// <exception cref="FatalException">A second persister, refused data, a foreign or damaged event log.</exception>
    public async Task RunAsync(CancellationToken stopping)
    {
        while (true)
        {
            stopping.ThrowIfCancellationRequested();
            var session = new FollowerSession(store, storage, venue, options, pace, status, log);
            var pauseMs = await RunSessionAsync(session, stopping);
            await pace.DelayAsync(pauseMs, stopping);
        }
    }

    /// <summary>Runs one session to its end; returns the pause before the next.</summary>
    private async Task<int> RunSessionAsync(FollowerSession session, CancellationToken stopping)
    {
        try
        {
            await store.PrepareAsync(stopping);
            await session.RunAsync(stopping);
            return 0;
        }
        catch (Exception error) when (
            stopping.IsCancellationRequested && error is OperationCanceledException or NpgsqlException)
        {
            stopping.ThrowIfCancellationRequested();
            throw;
        }
        catch (CursorMovedException moved)
        {
            return ResolveMovedCursor(session, moved);
        }
        catch (ProjectionException error)
        {
            throw new FatalException(ExitCodes.Storage, $"halted, nothing is skipped: {error.Message}", error);
        }
        catch (PostgresException error) when (DatabaseFailure.IsRefusedData(error.SqlState))
        {
            throw new FatalException(
                ExitCodes.Storage,
                $"halted after sequence {status.Cursor}, nothing is skipped: {DatabaseFailure.Describe(error)}"
                + $" (table {error.TableName}, constraint {error.ConstraintName}, column {error.ColumnName})",
                error);
        }
        catch (Exception error) when (DatabaseFailure.IsRetryable(error))
        {
            if (error is EventLogCorruptException damage)
            {
                _damage.Met(damage, pace.Observe());
            }

            return PauseAfter(session, error);
        }
    }

    /// <summary>
    /// In the first transaction of a session the mover may be a predecessor whose last commit arrived late: look again.
    /// Later, or again and again, it is a living second persister, and one of the two must go (PG-04).
    /// </summary>
    private int ResolveMovedCursor(FollowerSession session, CursorMovedException moved)
    {
        _lostFirstCommits = session.HasCommitted ? PersistenceLimits.LostFirstCommitsMax : _lostFirstCommits + 1;
        if (_lostFirstCommits >= PersistenceLimits.LostFirstCommitsMax)
        {
            throw new FatalException(
                ExitCodes.Configuration, $"a second persister writes to this database: {moved.Message}", moved);
        }

        log.LogWarning("{Message}: reading it again", moved.Message);
        return _backoff.NextMs();
    }

    private int PauseAfter(FollowerSession session, Exception error)
    {
        if (session.HasCommitted)
        {
            _backoff.Reset();
            _lostFirstCommits = 0;
        }

        var pauseMs = _backoff.NextMs();
        var reason = DatabaseFailure.Describe(error);
        status.DatabaseFailed(reason);
        PersistenceMetrics.Retries.Inc();
        log.LogWarning("database session ended, next try in {PauseMs} ms: {Reason}", pauseMs, reason);
        return pauseMs;
    }
}
