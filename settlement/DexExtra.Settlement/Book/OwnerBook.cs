using DexExtra.Messages;

namespace DexExtra.Settlement.Book;

/// <summary>
/// How far the engine follows what owners did on this chain (X5, X9), and the exits that are open. One thread.
/// </summary>
internal sealed class OwnerBook
{
    private readonly Dictionary<ulong, ExitEntry> _exits = [];

    /// <summary>Number of the newest action that the engine has taken.</summary>
    public ulong LastId { get; private set; }

    /// <summary>Its place on chain; no later action stands before it.</summary>
    public (ulong Block, uint LogIndex) Last { get; private set; }

    /// <summary>Why the engine refuses the next one; null when it does not.</summary>
    public CommandRejectReason? Refusal { get; private set; }

    public ExitEntry? FindExit(ulong exitId) => _exits.GetValueOrDefault(exitId);

    public void Apply(in OwnerAction action)
    {
        LastId = action.ActionId;
        Last = (action.BlockNumber, action.LogIndex);
        Refusal = null;
        if (action.Kind == OwnerActionKind.ExitRequested)
        {
            _exits[action.Number] = new ExitEntry(action.Account, action.Token, action.Amount);
        }
        else if (action.Kind > OwnerActionKind.ExitRequested && _exits.Remove(action.Number, out var exit)
            && exit.Left > action.Amount)
        {
            _exits[action.Number] = exit with { Left = exit.Left - action.Amount };
        }
    }

    /// <summary>A repeat or a gap says only that commands were lost or came twice.</summary>
    public void Refuse(in CommandRejected rejected)
    {
        if (rejected is { CommandType: CommandType.OwnerAction, Reason: var reason }
            && reason is not (CommandRejectReason.AlreadyApplied or CommandRejectReason.Gap))
        {
            Refusal = reason;
        }
    }
}
