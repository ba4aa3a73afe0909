using DexExtra.Messages;

namespace DexExtra.Engine.Amend;

/// <summary>The order that an amend or replace names: by order id, or by client order id when that is 0.</summary>
internal static class OrderLookup
{
    /// <summary>
    /// Record of an open order of the account; otherwise UNKNOWN_ORDER (also for another account's) or TOO_LATE_*.
    /// </summary>
    public static RejectReason Find(
        EngineState state, int account, long orderId, ulong clientOrderId, out int record)
    {
        var isFound = orderId != 0
            ? state.Records.TryFind(orderId, out record)
            : state.Records.TryFind(account, clientOrderId, out record);
        if (!isFound || state.Records[record].Account != account
            || state.Records[record].Status == OrderStatus.Rejected)
        {
            record = -1;
            return RejectReason.UnknownOrder;
        }

        if (state.Records[record].IsLive)
        {
            return RejectReason.None;
        }

        return state.Records[record].Status switch
        {
            OrderStatus.Filled => RejectReason.TooLateFilled,
            OrderStatus.Expired => RejectReason.TooLateExpired,
            _ => RejectReason.TooLateCancelled,
        };
    }

    /// <summary>C3: the order stays as it was.</summary>
    public static void Reject<TSink>(
        EngineState state, in AmendRejected rejected, int account, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var copy = rejected;
        copy.Reason = reason;
        copy.AccountSequence = account < 0 ? 0 : state.Accounts.NextSequence(account);
        sink.Append(EventType.AmendRejected, in copy);
    }
}
