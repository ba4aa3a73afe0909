using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>
/// Deposit command. Checks, first failure wins: ALREADY_APPLIED, GAP (K4), UNKNOWN_ASSET, INVALID_PARAMETERS,
/// LIMIT_REACHED. A refused deposit does not use up its id, so the watcher can send it again once the cause is gone.
/// </summary>
internal sealed class DepositHandler(EngineState state)
{
    public void Apply<TSink>(in Deposit deposit, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (Refusal(in deposit, out var asset) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.Deposit, reason, deposit.DepositId);
            return;
        }

        if (!state.Accounts.TryFind(in deposit.Account, out var account))
        {
            account = state.Accounts.Add(in deposit.Account);
        }

        var balance = state.Ledger.FindOrAdd(account, asset);
        state.Ledger.Credit(balance, deposit.Amount);
        state.ReviewCash(balance);
        state.Deposits.Advance(deposit.ChainId);
        var credited = new DepositCredited
        {
            Request = deposit,
            AccountSequence = state.Accounts.NextSequence(account),
            AssetId = state.Assets[asset].Listing.AssetId,
            Available = state.Ledger[balance].Available,
            Held = state.Ledger[balance].Held,
            Owed = state.Ledger[balance].Owed,
        };
        sink.Append(EventType.DepositCredited, in credited);
    }

    private CommandRejectReason? Refusal(in Deposit deposit, out int asset)
    {
        asset = -1;
        var last = state.Deposits.Last(deposit.ChainId);
        if (deposit.DepositId <= last)
        {
            return CommandRejectReason.AlreadyApplied;
        }

        if (deposit.DepositId - last != 1)
        {
            return CommandRejectReason.Gap;
        }

        if (!state.Assets.TryFind(in deposit.Token, out asset))
        {
            return CommandRejectReason.UnknownAsset;
        }

        if (deposit.Amount <= 0 || deposit.Account.Owner.IsZero)
        {
            return CommandRejectReason.InvalidParameters;
        }

        return HasCapacity(in deposit, asset) ? null : CommandRejectReason.LimitReached;
    }

    private bool HasCapacity(in Deposit deposit, int asset)
    {
        var isKnown = state.Accounts.TryFind(in deposit.Account, out var account);
        return (isKnown ? state.Ledger.CanHold(account, asset) : !state.Accounts.IsFull && state.Ledger.HasFreeBalance)
            && state.Deposits.CanCount(deposit.ChainId)
            && deposit.Amount <= EngineLimits.MaxDeposits - state.Assets[asset].Deposited;
    }
}
