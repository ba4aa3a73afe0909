using DexExtra.Messages;

namespace DexExtra.Engine.Settlement;

/// <summary>
/// Settlement state of every match that is not yet terminal: one byte per match in a ring from the oldest unsettled
/// match to the newest. The window slides when the oldest ones become terminal; what slid out is terminal for ever.
/// </summary>
internal sealed class SettlementWindow(int capacity)
{
    private readonly SettlementState[] _states = new SettlementState[capacity];
    private ulong _oldest = 1;
    private ulong _next = 1;
    private int _reserved;

    /// <summary>Oldest match inside the window.</summary>
    public ulong Oldest => _oldest;

    /// <summary>The match id that the next trade gets: dense from 1.</summary>
    public ulong Next => _next;

    /// <summary>Matches that may still be made before the window is full; what is reserved is not counted.</summary>
    public int Free => _states.Length - (int)(_next - _oldest) - _reserved;

    /// <summary>Matches that only the unfinished uncrossing may make.</summary>
    public int Reserved => _reserved;

    /// <summary>State of a match inside the window.</summary>
    public SettlementState this[ulong matchId] => _states[(int)(matchId % (ulong)_states.Length)];

    /// <summary>Numbers a new match; <see cref="Free"/> must be positive.</summary>
    public ulong Append()
    {
        Invariant.That(Free > 0, "a match is made only while the settlement window has room");
        _states[(int)(_next % (ulong)_states.Length)] = SettlementState.Matched;
        return _next++;
    }

    /// <summary>Keeps room for matches of an uncrossing; there must be as much.</summary>
    public void Reserve(int matches)
    {
        Invariant.That(matches <= Free, "only free room is reserved");
        _reserved += matches;
    }

    /// <summary>Gives reserved room back, as a rule to use it at once.</summary>
    public void Release(int matches)
    {
        Invariant.That(matches <= _reserved, "only reserved room is released");
        _reserved -= matches;
    }

    /// <summary>
    /// Moves a range, or says why not, first failure wins: INVALID_PARAMETERS, GAP, ALREADY_APPLIED,
    /// ILLEGAL_TRANSITION. A range that reaches below the window is answered ALREADY_APPLIED when it lies there
    /// completely and the target is terminal, else ILLEGAL_TRANSITION: those matches cannot move any more.
    /// </summary>
    public CommandRejectReason? TryMove(in SettlementUpdate update)
    {
        if (!HasValidShape(in update))
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (update.LastMatchId >= _next)
        {
            return CommandRejectReason.Gap;
        }

        if (CheckTransition(in update) is { } reason)
        {
            return reason;
        }

        for (var matchId = update.FirstMatchId; matchId <= update.LastMatchId; matchId++)
        {
            _states[(int)(matchId % (ulong)_states.Length)] = update.State;
        }

        while (_oldest < _next && SettlementTransitions.IsTerminal(this[_oldest]))
        {
            _oldest++;
        }

        return null;
    }

    private static bool HasValidShape(in SettlementUpdate update) =>
        SettlementTransitions.IsKnown(update.State)
        && update.FirstMatchId >= 1
        && update.LastMatchId >= update.FirstMatchId
        && update.LastMatchId - update.FirstMatchId < Limits.MaxSettlementRange;

    private CommandRejectReason? CheckTransition(in SettlementUpdate update)
    {
        if (update.FirstMatchId < _oldest)
        {
            return update.LastMatchId < _oldest && SettlementTransitions.IsTerminal(update.State)
                ? CommandRejectReason.AlreadyApplied
                : CommandRejectReason.IllegalTransition;
        }

        var from = this[update.FirstMatchId];
        for (var matchId = update.FirstMatchId + 1; matchId <= update.LastMatchId; matchId++)
        {
            if (this[matchId] != from)
            {
                return CommandRejectReason.IllegalTransition;
            }
        }

        if (from == update.State)
        {
            return CommandRejectReason.AlreadyApplied;
        }

        return SettlementTransitions.IsLegal(from, update.State) ? null : CommandRejectReason.IllegalTransition;
    }
}
