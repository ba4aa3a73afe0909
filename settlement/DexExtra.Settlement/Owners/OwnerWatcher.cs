using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Trades;

namespace DexExtra.Settlement.Owners;

/// <summary>
/// Carries cancels and forced exits of owners from final blocks into the engine (X5, X9), numbered in their order on
/// chain (K4), each behind the deposits of its block. It keeps nothing: what the engine has taken is in the event log,
/// the rest is read again. Both contracts give the engine an hour before such an action can hold. One loop.
/// </summary>
internal sealed class OwnerWatcher(
    IChain chain, SettlementBook book, EnginePublisher publisher, DepositWatcher deposits, OwnerOptions options)
{
    private readonly OwnerLogs _logs = new(chain, book, options);
    private readonly Queue<OwnerAction> _waiting = new();
    private ulong _scannedThrough;
    private ulong _sentThrough;
    private ulong _takenBefore;
    private long _sentAtMs;

    /// <summary>Final actions on chain that the engine has not taken.</summary>
    public int Waiting => _waiting.Count;

    /// <summary>Why the engine does not follow; null when it does.</summary>
    public string? Problem => book.Owners.Refusal is { } reason
        ? $"the engine refuses action {book.Owners.LastId + 1} of owners on chain: {Codes.Of(reason)}"
            + " (runbook, Owners on chain)"
        : null;

    /// <summary>Reads the logs of both contracts up to the newest final block.</summary>
    public async Task ScanAsync(ChainPosition position, CancellationToken cancel)
    {
        var from = Math.Max(Math.Max(_scannedThrough + 1, book.Owners.Last.Block), options.DeployBlock);
        while (from <= position.Finalized && _waiting.Count < SettlementLimits.MaxUnconfirmedActions)
        {
            var end = Math.Min(position.Finalized, from + SettlementLimits.LogRangeBlocks - 1);
            var next = book.Owners.LastId + (ulong)_waiting.Count(IsNew);
            foreach (var action in await _logs.ReadAsync(from, end, cancel))
            {
                _waiting.Enqueue(action with { ActionId = ++next });
            }

            _scannedThrough = end;
            from = end + 1;
        }
    }

    /// <summary>Sends what the engine has not taken yet.</summary>
    public void Send(long nowMs)
    {
        while (_waiting.TryPeek(out var first) && !IsNew(first))
        {
            _waiting.Dequeue();
        }

        // any progress restarts the patience; none for too long means lost or refused: again from the first
        if (book.Owners.LastId != _takenBefore)
        {
            _takenBefore = book.Owners.LastId;
            _sentAtMs = nowMs;
        }
        else if (nowMs - _sentAtMs >= options.ResendMs)
        {
            _sentThrough = book.Owners.LastId;
        }

        foreach (var action in _waiting.TakeWhile(action => action.BlockNumber <= deposits.CreditedThrough))
        {
            if (action.ActionId <= _sentThrough)
            {
                continue;
            }

            if (!publisher.TrySend(CommandType.OwnerAction, in action))
            {
                return;
            }

            _sentThrough = action.ActionId;
            _sentAtMs = nowMs;
        }
    }

    private bool IsNew(OwnerAction action) => action.ActionId > book.Owners.LastId;
}
