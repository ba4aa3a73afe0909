using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>
/// RequestWithdrawal and WithdrawalUpdate commands (K2). A request is refused, first failure wins, with
/// UNKNOWN_ACCOUNT, ALREADY_APPLIED, INVALID_NONCE, UNKNOWN_ASSET, INVALID_PARAMETERS, INSUFFICIENT_FUNDS,
/// INSUFFICIENT_MARGIN, LIMIT_REACHED; an update with INVALID_PARAMETERS, ALREADY_APPLIED or ILLEGAL_TRANSITION.
/// </summary>
internal sealed class WithdrawalHandler(
    EngineState state, SignedRequests requests, FreeCash freeCash, WithdrawalGate gate)
{
    /// <summary>Step 2: so many that wait are tried per command, in order; one that stays goes to the end.</summary>
    public const int MaxTriesPerCommand = 64;

    public void Apply<TSink>(in RequestWithdrawal request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (WhyNot(in request, out var account, out var asset) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.RequestWithdrawal, reason, request.Nonce);
            return;
        }

        requests.Use(account, request.Nonce);
        var ledger = state.Ledger;
        var balance = ledger.FindOrAdd(account, asset);
        var slot = state.Withdrawals.Add(in request, balance);
        ledger.Post(asset, ledger.Available(balance), state.Withdrawals[slot].Entry, request.Amount);
        state.ReviewCash(balance);
        if (!gate.TryPass(asset, request.Amount))
        {
            state.Withdrawals.Enqueue(slot);
        }

        Report(slot, ref sink);
    }

    public void Apply<TSink>(in WithdrawalUpdate update, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (WhyNot(in update, out var slot) is { } reason)
        {
            EngineEvents.Reject(ref sink, CommandType.WithdrawalUpdate, reason, update.WithdrawalId);
            return;
        }

        ref var withdrawal = ref state.Withdrawals[slot];
        if (withdrawal.State == WithdrawalState.Waiting)
        {
            state.Withdrawals.Leave(slot);
        }

        withdrawal.State = update.State;
        withdrawal.ChainId = update.ChainId;
        withdrawal.TransactionHash = update.TransactionHash;
        withdrawal.BlockNumber = update.BlockNumber;
        withdrawal.FailureCode = update.FailureCode;
        if (withdrawal.IsOver)
        {
            End(slot);
        }

        Report(slot, ref sink);
    }

    /// <summary>Tries those that wait.</summary>
    public void TryWaiting<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        var withdrawals = state.Withdrawals;
        if (withdrawals.WaitingCount == 0 || gate.IsShut)
        {
            return;
        }

        for (var left = Math.Min(MaxTriesPerCommand, withdrawals.WaitingCount); left > 0; left--)
        {
            var slot = withdrawals.Dequeue();
            ref var withdrawal = ref withdrawals[slot];
            if (gate.TryPass(state.Ledger[withdrawal.Balance].Asset, withdrawal.Locked))
            {
                withdrawal.State = WithdrawalState.Locked;
                Report(slot, ref sink);
            }
            else
            {
                withdrawals.Enqueue(slot);
            }
        }
    }

    private CommandRejectReason? WhyNot(in RequestWithdrawal request, out int account, out int asset)
    {
        asset = -1;
        if (requests.WhyNot(in request.Account, request.Nonce, out account) is { } reason)
        {
            return reason;
        }

        if (!state.Assets.TryFind(request.AssetId, out asset))
        {
            return CommandRejectReason.UnknownAsset;
        }

        var unit = MoneyMath.TokenUnit(state.Assets[asset].Listing.TokenDecimals);
        if (request.Amount <= 0 || request.Amount % unit != 0 || request.Recipient.IsZero)
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (!state.Ledger.TryFind(account, asset, out var balance))
        {
            return CommandRejectReason.InsufficientFunds;
        }

        return freeCash.WhyNot(balance, request.Amount)
            ?? (state.Withdrawals.HasRoom ? null : CommandRejectReason.LimitReached);
    }

    /// <summary>Waiting, locked, signed and sent ones may fail; the others go on step by step.</summary>
    private CommandRejectReason? WhyNot(in WithdrawalUpdate update, out int slot)
    {
        slot = -1;
        if (update.WithdrawalId == 0 || update.WithdrawalId > state.Withdrawals.LastId || update.State
            is < WithdrawalState.Signed or > WithdrawalState.Failed)
        {
            return CommandRejectReason.InvalidParameters;
        }

        if (!state.Withdrawals.TryFind(update.WithdrawalId, out slot))
        {
            return CommandRejectReason.IllegalTransition;
        }

        var current = state.Withdrawals[slot].State;
        if (current == update.State)
        {
            return CommandRejectReason.AlreadyApplied;
        }

        var isLegal = update.State == WithdrawalState.Failed
            ? current != WithdrawalState.Final
            : current >= WithdrawalState.Locked && update.State == current + 1;
        return isLegal ? null : CommandRejectReason.IllegalTransition;
    }

    private void End(int slot)
    {
        ref var withdrawal = ref state.Withdrawals[slot];
        var amount = withdrawal.Locked;
        if (withdrawal.State == WithdrawalState.Final)
        {
            state.Ledger.Withdraw(state.Ledger[withdrawal.Balance].Asset, withdrawal.Entry, amount);
        }
        else
        {
            state.Ledger.PayIn(withdrawal.Balance, withdrawal.Entry, amount);
            state.ReviewCash(withdrawal.Balance);
        }

        state.Withdrawals.End(slot);
    }

    private void Report<TSink>(int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var withdrawal = ref state.Withdrawals[slot];
        ref readonly var cash = ref state.Ledger[withdrawal.Balance];
        var changed = new WithdrawalChanged
        {
            Request = withdrawal.Request,
            WithdrawalId = withdrawal.Id,
            AccountSequence = state.Accounts.NextSequence(cash.Account),
            ChainId = withdrawal.ChainId,
            TransactionHash = withdrawal.TransactionHash,
            BlockNumber = withdrawal.BlockNumber,
            Available = cash.Available,
            Held = cash.Held,
            Owed = cash.Owed,
            State = withdrawal.State,
            FailureCode = withdrawal.FailureCode,
        };
        sink.Append(EventType.WithdrawalChanged, in changed);
    }
}
