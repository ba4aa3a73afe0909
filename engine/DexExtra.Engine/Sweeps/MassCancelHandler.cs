using DexExtra.Engine.SessionKeys;
using DexExtra.Messages;

namespace DexExtra.Engine.Sweeps;

/// <summary>MassCancel and UnlockAccount commands (C6).</summary>
internal sealed class MassCancelHandler(EngineState state, SessionKeyGate keys, OrderSweeps sweeps)
{
    private const MassCancelFilters AllFilters = (MassCancelFilters)(((uint)MassCancelFilters.ExceptQuotes << 1) - 1);

    public void Apply<TSink>(in MassCancel request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var isKnown = state.Accounts.TryFind(in request.Account, out var account);
        if (Refusal(in request, isKnown ? account : -1) is { } reason)
        {
            var sequence = isKnown ? state.Accounts.NextSequence(account) : 0;
            Reject(in request.Account, request.ClientOrderId, sequence, reason, ref sink);
            return;
        }

        if ((request.Filters & MassCancelFilters.Lock) != 0)
        {
            var isAll = (request.Filters & MassCancelFilters.AllSubaccounts) != 0;
            SetLock(account, true, isAll, request.ClientOrderId, ref sink);
        }

        sweeps.Start(in request, account, ref sink);
    }

    public void Apply<TSink>(in UnlockAccount request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Accounts.TryFind(in request.Account, out var account))
        {
            Reject(in request.Account, request.ClientOrderId, 0, CancelRejectReason.UnknownOrder, ref sink);
            return;
        }

        if (request.GrantId != 0)
        {
            var sequence = state.Accounts.NextSequence(account);
            Reject(
                in request.Account, request.ClientOrderId, sequence, CancelRejectReason.SessionKeyScope, ref sink);
            return;
        }

        SetLock(account, false, request.AllSubaccounts != 0, request.ClientOrderId, ref sink);
    }

    private CancelRejectReason? Refusal(in MassCancel request, int account)
    {
        var filters = request.Filters;
        var isValid = (filters & ~AllFilters) == 0
            && ((filters & MassCancelFilters.Side) == 0 || request.Side is Side.Buy or Side.Sell)
            && ((filters & MassCancelFilters.PriceRange) == 0 || request.PriceFrom <= request.PriceTo);
        if (!isValid)
        {
            return CancelRejectReason.InvalidFilter;
        }

        if ((filters & MassCancelFilters.Market) != 0 && state.Markets.Find(request.MarketId) is null)
        {
            return CancelRejectReason.UnknownMarket;
        }

        if (!state.Sweeps.HasRoomForMassCancel)
        {
            return CancelRejectReason.LimitReached;
        }

        if (account < 0)
        {
            return CancelRejectReason.UnknownOrder;
        }

        var outside = keys.CheckMassCancel(in request, account);
        return outside == RejectReason.None ? null : SessionKeyGate.ToCancel(outside);
    }

    private static void Reject<TSink>(
        in AccountId account, ulong clientOrderId, ulong sequence, CancelRejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var rejected = new CancelRejected
        {
            Account = account,
            ClientOrderId = clientOrderId,
            AccountSequence = sequence,
            Reason = reason,
        };
        sink.Append(EventType.CancelRejected, in rejected);
    }

    private void SetLock<TSink>(int account, bool isLocked, bool isAll, ulong clientOrderId, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (isAll)
        {
            state.Accounts.IsOwnerLocked(state.Accounts[account].Owner) = isLocked;
        }
        else
        {
            state.Accounts[account].IsLocked = isLocked;
        }

        var changed = new AccountLockChanged
        {
            Account = state.Accounts[account].Id,
            ClientOrderId = clientOrderId,
            AccountSequence = state.Accounts.NextSequence(account),
            IsLocked = isLocked ? (byte)1 : (byte)0,
            AllSubaccounts = isAll ? (byte)1 : (byte)0,
        };
        sink.Append(EventType.AccountLockChanged, in changed);
    }
}
