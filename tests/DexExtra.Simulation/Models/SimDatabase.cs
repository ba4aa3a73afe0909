using DexExtra.Persistence.Database;
using DexExtra.Persistence.Projection;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Models;

/// <summary>
/// PostgreSQL as the persister meets it: transactions that wait for their turn, commits whose answer is lost, restarts
/// that forget the newest asynchronous commits, times without service. One thread.
/// </summary>
internal sealed class SimDatabase(SimDice dice, Reached reached) : IFollowerStore
{
    private const int PendingMax = 8;

    private readonly List<SimCommit> _commits = [];
    private readonly List<(SimCommit Commit, TaskCompletionSource Answer)> _pending = [];
    private int _flushed;

    /// <summary>Connections of an earlier one are dead.</summary>
    private int _server;

    /// <summary>Planted bug: the cursor moves in a transaction of its own, after the rows.</summary>
    public bool MovesCursorApart { get; init; }

    public bool IsDown { get; set; }

    /// <summary>Answers of 100 that never arrive.</summary>
    public int LostAnswerPercent { get; set; }

    public IReadOnlyList<SimCommit> Commits => _commits;

    public bool IsIdle => _pending.Count == 0;

    public long Cursor => _commits.LastOrDefault(static commit => commit.Cursor is not null)?.Cursor ?? 0;

    /// <summary>The cursor that is left when the server dies now.</summary>
    public long FlushedCursor =>
        _commits.Take(_flushed).LastOrDefault(static commit => commit.Cursor is not null)?.Cursor ?? 0;

    public Task PrepareAsync(CancellationToken stopping) => Answer(_server);

    public async Task<IFollowerConnection> ConnectAsync(CancellationToken stopping)
    {
        await Answer(_server);
        return new Connection(this);
    }

    public ValueTask DisposeAsync() => ValueTask.CompletedTask;

    /// <summary>Runs one waiting transaction.</summary>
    public void Step()
    {
        if (IsDown || _pending.Count == 0)
        {
            return;
        }

        var (commit, answer) = _pending[0];
        _pending.RemoveAt(0);
        _flushed = dice.OneIn(3) ? _commits.Count : _flushed;
        if (commit.AfterSequence != Cursor)
        {
            reached.Add("database cursor moved by another");
            answer.TrySetException(new CursorMovedException($"the cursor is no longer at {commit.AfterSequence}"));
            return;
        }

        if (Conflict(commit) is { } duplicate)
        {
            throw new BrokenPromiseException("P6", duplicate);
        }

        Commit(commit);
        if (dice.Percent(LostAnswerPercent))
        {
            reached.Add("database answer lost");
            answer.TrySetException(Lost());
        }
        else
        {
            answer.TrySetResult();
        }
    }

    /// <summary>The server dies: waiting transactions and unflushed commits are gone, newest first.</summary>
    public void Crash()
    {
        var kept = (int)dice.Between(_flushed, _commits.Count);
        if (kept < _commits.Count)
        {
            reached.Add("database commits forgotten");
        }

        _commits.RemoveRange(kept, _commits.Count - kept);
        _flushed = kept;
        FailPending();
    }

    /// <summary>Connections break; what was sent may still run, or not.</summary>
    public void BreakConnections()
    {
        if (dice.OneIn(2))
        {
            FailPending();
        }
    }

    private static IOException Lost() => new("simulated: the connection to the database is gone");

    private void FailPending()
    {
        _server++;
        var failed = _pending.ToArray();
        _pending.Clear();
        foreach (var (_, answer) in failed)
        {
            answer.TrySetException(Lost());
        }
    }

    private void Commit(SimCommit commit)
    {
        if (!MovesCursorApart)
        {
            _commits.Add(commit);
            return;
        }

        _commits.Add(commit with { Cursor = null });
        if (!dice.OneIn(8))
        {
            _commits.Add(new SimCommit
            {
                Cursor = commit.Cursor,
                FrameHash = commit.FrameHash,
                AfterSequence = commit.LastSequence,
                LastSequence = commit.LastSequence,
            });
        }
    }

    /// <summary>What a primary key would refuse.</summary>
    private string? Conflict(SimCommit commit)
    {
        foreach (var earlier in _commits)
        {
            if (commit.AfterSequence < earlier.LastSequence && earlier.AfterSequence < commit.LastSequence)
            {
                return $"rows of frames {earlier.AfterSequence + 1}..{earlier.LastSequence} are written again";
            }
        }

        return null;
    }

    private Task Answer(int server) => IsDown || server != _server || dice.Percent(LostAnswerPercent / 4)
        ? Task.FromException(Lost())
        : Task.CompletedTask;

    private CursorPosition Position()
    {
        var last = _commits.LastOrDefault(static commit => commit.Cursor is not null);
        return last is null ? new CursorPosition(0, string.Empty) : new CursorPosition(last.Cursor!.Value, last.FrameHash);
    }

    private sealed class Connection(SimDatabase database) : IFollowerConnection
    {
        private readonly int _server = database._server;

        public async Task<(CursorPosition Cursor, Dictionary<uint, MarketUnits> Markets)> ReadStartAsync(
            CancellationToken stopping)
        {
            await database.Answer(_server);
            var markets = database._commits.SelectMany(static commit => commit.Markets);
            return (database.Position(), markets.ToDictionary(static market => market.MarketId));
        }

        public async Task<CursorPosition> ReadCursorAsync(CancellationToken stopping)
        {
            await database.Answer(_server);
            return database.Position();
        }

        public async Task ConfirmAsync(long expected, CancellationToken stopping)
        {
            await database.Answer(_server);
            if (database.Position().Sequence != expected)
            {
                throw new CursorMovedException($"the cursor is no longer at {expected}");
            }

            database._flushed = database._commits.Count;
        }

        public async Task WriteAsync(WriteBatch batch, CancellationToken stopping)
        {
            await database.Answer(_server);
            BrokenPromiseException.Demand(database._pending.Count < PendingMax, "P10", "too many open transactions");
            var answer = new TaskCompletionSource();
            database._pending.Add((SimCommit.Of(batch), answer));
            await answer.Task;
        }

        public ValueTask DisposeAsync() => ValueTask.CompletedTask;
    }
}
