using DexExtra.Messages;
using DexExtra.Settlement.Book;
using DexExtra.Settlement.Contracts;
using DexExtra.Settlement.Lane;
using DexExtra.Settlement.Outbox;
using DexExtra.Settlement.Results;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement.Trades;

/// <summary>
/// Writes the settlement state of matches back to the engine as commands (X1), over ranges where neighbours say the
/// same,
/// one legal step after the other. What the event log does not confirm in time is sent again from the confirmed state;
/// the engine answers repeats with ALREADY_APPLIED. One loop. Invariant: every match below _firstUnqueued is at least
/// QUEUED in the engine.
/// </summary>
internal sealed class StatusReporter(
    SettlementBook book, ResultScanner results, NonceLane lane, EnginePublisher publisher, Compensator compensator,
    long resendMs, ILogger log)
{
    private ulong _firstUnqueued = 1;

    /// <summary>Sends every step that is due. Matches that wait in the queue, as the engine knows, cost
    /// nothing.</summary>
    public void Report(long nowMs)
    {
        var progress = true;
        while (progress)
        {
            var active = Math.Max(book.LastSubmitted, results.LastSettled);
            active = lane.Entries.Aggregate(active, static (last, entry) =>
                entry.Entry.Kind == OutboxKind.Settle ? Math.Max(last, entry.Entry.Last) : last);
            _firstUnqueued = Math.Max(_firstUnqueued, book.Matches.First);
            while (book.Matches.Find(_firstUnqueued) is { Confirmed: not SettlementState.Matched })
            {
                _firstUnqueued++;
            }

            progress = Sweep(book.Matches.First, Math.Min(active, book.Matches.Last), nowMs);
            progress |= Sweep(Math.Max(_firstUnqueued, active + 1), book.Matches.Last, nowMs);
        }
    }

    /// <summary>One step of each match of a range; true when something was sent and more may follow.</summary>
    private bool Sweep(ulong first, ulong last, long nowMs)
    {
        var sent = false;
        for (var matchId = first; matchId <= last;)
        {
            if (NextStep(book.Matches.Find(matchId)!, nowMs) is not { } update)
            {
                matchId++;
                continue;
            }

            Extend(ref update, nowMs);
            if (!TryStopThoseAtFault(in update) || !publisher.TrySend(CommandType.SettlementUpdate, in update))
            {
                return false;
            }

            MarkReported(in update, nowMs);
            Tell(in update);
            sent = true;
            matchId = update.LastMatchId + 1;
        }

        return sent;
    }

    private void Extend(ref SettlementUpdate update, long nowMs)
    {
        var from = Known(book.Matches.Find(update.FirstMatchId)!, nowMs);
        while (update.LastMatchId - update.FirstMatchId + 1 < Limits.MaxSettlementRange
            && book.Matches.Find(update.LastMatchId + 1) is { } neighbour
            && Known(neighbour, nowMs) == from
            && NextStep(neighbour, nowMs) is { } step
            && SaysTheSame(in update, in step))
        {
            update.LastMatchId++;
        }
    }

    /// <summary>X4: nobody at fault trades on once the engine knows of a failure.</summary>
    private bool TryStopThoseAtFault(in SettlementUpdate update)
    {
        for (var id = update.FirstMatchId; update.State == SettlementState.Failed && id <= update.LastMatchId; id++)
        {
            var (result, _) = results.Find(id);
            if (!compensator.TryStop(book.Matches.Find(id)!, (TradeFailure)update.FailureCode, result!.Side))
            {
                return false;
            }
        }

        return true;
    }

    private static bool SaysTheSame(in SettlementUpdate update, in SettlementUpdate step) =>
        update.State == step.State && update.FailureCode == step.FailureCode && update.Attempt == step.Attempt
        && update.TransactionHash == step.TransactionHash && update.BlockNumber == step.BlockNumber
        && update.GasPerMatch == step.GasPerMatch;

    private void MarkReported(in SettlementUpdate update, long nowMs)
    {
        for (var matchId = update.FirstMatchId; matchId <= update.LastMatchId; matchId++)
        {
            var match = book.Matches.Find(matchId)!;
            match.Reported = update.State;
            match.ReportedAttempt = update.Attempt;
            match.ReportedAtMs = nowMs;
        }
    }

    private void Tell(in SettlementUpdate update)
    {
        if (update.State == SettlementState.Failed)
        {
            log.LogError(
                "match {First}..{Last} failed on chain: {Failure}",
                update.FirstMatchId,
                update.LastMatchId,
                (TradeFailure)update.FailureCode);
        }
    }

    /// <summary>The state the engine has or is about to have; a report that stays unconfirmed no longer
    /// counts.</summary>
    private SettlementState Known(MatchEntry match, long nowMs) =>
        IsFresh(match, nowMs) ? match.Reported!.Value : match.Confirmed;

    private uint KnownAttempt(MatchEntry match, long nowMs) =>
        IsFresh(match, nowMs) ? match.ReportedAttempt : match.Attempt;

    private bool IsFresh(MatchEntry match, long nowMs) =>
        match.Reported is not null && nowMs - match.ReportedAtMs < resendMs;

    private SettlementUpdate? NextStep(MatchEntry match, long nowMs)
    {
        var (result, isFinal) = results.Find(match.MatchId);
        var carrier = result is null ? Carrier(match.MatchId) : null;
        var attempt = Math.Max(1, KnownAttempt(match, nowMs));
        var known = Known(match, nowMs);
        var state = result is null
            ? SettlementLadder.NextUnsettled(known, carrier is not null, carrier?.Attempt > attempt)
            : SettlementLadder.NextSettled(known, isFinal, result.FailureCode != 0 && !match.IsVoid);
        attempt = state == SettlementState.Submitted ? Math.Max(attempt, carrier?.Attempt ?? 1) : attempt;
        return state is { } next ? Describe(match.MatchId, next, attempt, result, carrier) : null;
    }

    private static SettlementUpdate Describe(
        ulong matchId, SettlementState state, uint attempt, TradeResult? result, OutboxEntry? carrier)
    {
        var isOnChain = state is SettlementState.Mined or SettlementState.Final or SettlementState.Failed;
        var isSent = isOnChain || state == SettlementState.Submitted;
        return new SettlementUpdate
        {
            FirstMatchId = matchId,
            LastMatchId = matchId,
            State = state,
            FailureCode = state == SettlementState.Failed ? result!.FailureCode : (ushort)0,
            Attempt = state == SettlementState.Queued ? 0 : attempt,
            TransactionHash = isSent ? result?.TransactionHash ?? carrier?.Newest.Transaction.Hash ?? default : default,
            BlockNumber = isOnChain ? result!.BlockNumber : 0,
            GasPerMatch = isOnChain ? result!.GasPerMatch : 0,
        };
    }

    /// <summary>The transaction under way that carries the match.</summary>
    private OutboxEntry? Carrier(ulong matchId) => lane.Entries.LastOrDefault(entry =>
        !entry.IsReverted && entry.Entry.Kind == OutboxKind.Settle
        && entry.Entry.First <= matchId && matchId <= entry.Entry.Last)?.Entry;
}
