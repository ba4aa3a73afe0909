using DexExtra.Engine.SessionKeys;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// CancelOrder command (C5). The order is named by order id or, when that is 0, by the account's client order id. An
/// order of another account answers UNKNOWN_ORDER, exactly like one that never existed or was rejected.
/// </summary>
internal sealed class CancelHandler(EngineState state, SessionKeyGate keys, OrderCancellation cancellation)
{
    public void Apply<TSink>(in CancelOrder request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Accounts.TryFind(in request.Account, out var account))
        {
            Reject(in request, request.OrderId, 0, CancelRejectReason.UnknownOrder, ref sink);
            return;
        }

        var refusal = keys.Check(request.GrantId, account, SessionKeyPermissions.Cancel);
        if (refusal != RejectReason.None)
        {
            RejectKey(in request, account, request.OrderId, refusal, ref sink);
            return;
        }

        if (!TryFind(in request, account, out var slot))
        {
            var sequence = state.Accounts.NextSequence(account);
            Reject(in request, request.OrderId, sequence, CancelRejectReason.UnknownOrder, ref sink);
            return;
        }

        ref readonly var record = ref state.Records[slot];
        refusal = keys.CheckMarket(request.GrantId, record.MarketId);
        if (refusal != RejectReason.None)
        {
            RejectKey(in request, account, record.OrderId, refusal, ref sink);
            return;
        }

        if (record.IsLive)
        {
            CancelOpen(in request, account, record.Slot, ref sink);
            return;
        }

        var reason = record.Status switch
        {
            OrderStatus.Filled => CancelRejectReason.TooLateFilled,
            OrderStatus.Expired => CancelRejectReason.TooLateExpired,
            _ => CancelRejectReason.TooLateCancelled,
        };
        Reject(in request, record.OrderId, state.Accounts.NextSequence(account), reason, ref sink);
    }

    /// <summary>C5: accepted in every state but while the market's uncrossing is unfinished.</summary>
    private void CancelOpen<TSink>(in CancelOrder request, int account, int slot, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        if (state.Markets[order.Market].IsUncrossing)
        {
            var sequence = state.Accounts.NextSequence(account);
            Reject(in request, order.OrderId, sequence, CancelRejectReason.MarketUncrossing, ref sink);
            return;
        }

        cancellation.Cancel(slot, CancelReason.User, ref sink, request.ClientOrderId);
    }

    private void RejectKey<TSink>(
        in CancelOrder request, int account, long orderId, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var sequence = state.Accounts.NextSequence(account);
        Reject(in request, orderId, sequence, SessionKeyGate.ToCancel(reason), ref sink);
    }

    private static void Reject<TSink>(
        in CancelOrder request, long orderId, ulong accountSequence, CancelRejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var rejected = new CancelRejected
        {
            Account = request.Account,
            ClientOrderId = request.ClientOrderId,
            OrigClientOrderId = request.OrigClientOrderId,
            OrderId = orderId,
            AccountSequence = accountSequence,
            Reason = reason,
        };
        sink.Append(EventType.CancelRejected, in rejected);
    }

    private bool TryFind(in CancelOrder request, int account, out int slot)
    {
        var isFound = request.OrderId != 0
            ? state.Records.TryFind(request.OrderId, out slot)
            : state.Records.TryFind(account, request.OrigClientOrderId, out slot);
        return isFound
            && state.Records[slot].Account == account
            && state.Records[slot].Status != OrderStatus.Rejected;
    }
}
