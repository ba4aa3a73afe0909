using DexExtra.Engine.Sweeps;
using DexExtra.Messages;

namespace DexExtra.Engine.OwnerActions;

/// <summary>
/// OwnerAction command (docs/money.md §21). Refused, first failure wins, with ALREADY_APPLIED, GAP (K4),
/// INVALID_PARAMETERS, NOT_SUPPORTED (an exit where net balances settle), LIMIT_REACHED. A refused action does not use
/// up its number, so the watcher can send it again once the cause is gone.
/// </summary>
internal sealed class OwnerActionHandler(EngineState state, OrderSweeps sweeps, ExitLocks locks)
{
    public void Apply<TSink>(in OwnerAction action, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Refusal(in action, out var asset) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.OwnerAction, reason, action.ActionId);
            return;
        }

        if (!state.Accounts.TryFind(in action.Account, out var account))
        {
            account = state.Accounts.Add(in action.Account);
        }

        state.OwnerActions.Advance(action.ChainId);
        var taken = new OwnerActionTaken { Request = action };
        sink.Append(EventType.OwnerActionTaken, in taken);
        if (IsCancel(action.Kind))
        {
            CancelNonces(in action, account, ref sink);
        }
        else if (asset >= 0)
        {
            MoveExit(in action, account, state.Ledger.FindOrAdd(account, asset), ref sink);
        }
    }

    private static bool IsCancel(OwnerActionKind kind) =>
        kind is OwnerActionKind.CancelNonce or OwnerActionKind.CancelNoncesBelow;

    private CommandRejectReason? Refusal(in OwnerAction action, out int asset)
    {
        asset = -1;
        var last = state.OwnerActions.Last(action.ChainId);
        if (action.ActionId <= last)
        {
            return CommandRejectReason.AlreadyApplied;
        }

        if (action.ActionId - last != 1)
        {
            return CommandRejectReason.Gap;
        }

        asset = state.Assets.TryFind(in action.Token, out var found) ? found : -1;
        if (!IsValid(in action, asset))
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (!IsCancel(action.Kind) && state.Options.NettedSettlement)
        {
            return CommandRejectReason.NotSupported;
        }

        return HasCapacity(in action, asset) ? null : CommandRejectReason.LimitReached;
    }

    /// <summary>A payment or an end of an exit is of one that was asked for; no vault pays what it has not.</summary>
    private bool IsValid(in OwnerAction action, int asset)
    {
        var isKnown = action.Kind is >= OwnerActionKind.CancelNonce and <= OwnerActionKind.ExitCancelled;
        if (action.Account.Owner.IsZero || !isKnown)
        {
            return false;
        }

        if (IsCancel(action.Kind))
        {
            return action.Amount == 0 && action.Token.IsZero;
        }

        if (action.Amount <= 0 || action.Amount > Limits.MaxExitAmount)
        {
            return false;
        }

        return action.Kind == OwnerActionKind.ExitRequested
            || asset < 0
            || (action.Amount <= AskedOf(in action, asset)
                && (action.Kind != OwnerActionKind.ExitPaid || action.Amount <= state.Assets[asset].Present));
    }

    private Int128 AskedOf(in OwnerAction action, int asset) =>
        state.Accounts.TryFind(in action.Account, out var account)
            && state.Ledger.TryFind(account, asset, out var balance)
            ? state.Exits.Asked(balance)
            : 0;

    private bool HasCapacity(in OwnerAction action, int asset)
    {
        var isKnown = state.Accounts.TryFind(in action.Account, out var account);
        var hasBalance = asset < 0
            || (isKnown ? state.Ledger.CanHold(account, asset) : state.Ledger.HasFreeBalance);
        return (isKnown || !state.Accounts.IsFull)
            && hasBalance
            && state.OwnerActions.CanCount(action.ChainId)
            && (action.Kind > OwnerActionKind.ExitRequested || state.Sweeps.HasRoomForMassCancel);
    }

    private void CancelNonces<TSink>(in OwnerAction action, int account, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (action.Kind == OwnerActionKind.CancelNonce)
        {
            state.Nonces.Burn(state.Accounts[account].Owner, action.Number);
        }
        else
        {
            ref var minimum = ref state.Accounts[account].MinNonce;
            minimum = Math.Max(minimum, action.Number);
        }

        sweeps.Start(in action, account, ref sink);
    }

    private void MoveExit<TSink>(in OwnerAction action, int account, int balance, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var wasShort = state.Exits.IsShort(balance);
        state.Exits.Ask(balance, action.Kind == OwnerActionKind.ExitRequested ? action.Amount : -action.Amount);
        if (action.Kind == OwnerActionKind.ExitPaid)
        {
            TakeOut(balance, action.Amount);
        }

        locks.Adjust(balance, wasShort);
        var paid = action.Kind == OwnerActionKind.ExitPaid ? action.Amount : 0;
        locks.Report(balance, ref sink, action.ActionId, paid);
        if (action.Kind == OwnerActionKind.ExitRequested && state.Exits.IsShort(balance))
        {
            sweeps.Start(in action, account, ref sink);
        }
    }

    /// <summary>
    /// The vault has paid, whatever the engine did meanwhile: first what is locked, then what is available; the rest is
    /// owed, and comes back from orders and withdrawals that hold it.
    /// </summary>
    private void TakeOut(int balance, Int128 amount)
    {
        var (ledger, exits) = (state.Ledger, state.Exits);
        var asset = ledger[balance].Asset;
        var locked = Int128.Min(amount, exits.Locked(balance));
        var available = Int128.Min(amount - locked, ledger[balance].Available);
        ledger.Withdraw(asset, exits.Entry(balance), locked);
        ledger.Withdraw(asset, ledger.Available(balance), available);
        ledger.Withdraw(asset, ledger.Owed(balance), amount - locked - available);
    }
}
