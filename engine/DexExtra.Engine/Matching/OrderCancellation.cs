using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Ends live orders that are not filled: voids the hold, closes the record, emits OrderCancelled. Used for user
/// cancels, expiries and the remainders of incoming orders. An immediate remainder counts as CANCELLED by the user,
/// who asked for it in the order (O-IOC); what the venue stops is STOPPED or EXPIRED (G7).
/// </summary>
internal sealed class OrderCancellation(EngineState state)
{
    /// <summary>Takes a resting order off its book.</summary>
    public void CancelResting<TSink>(int slot, CancelReason reason, ulong requestClientOrderId, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var order = state.Books[slot];
        state.Books.Remove(slot, state.Markets[order.Market], state.Sequence);
        Cancel(in order, reason, requestClientOrderId, ref sink);
    }

    /// <summary>Ends an order that is on no book.</summary>
    public void Cancel<TSink>(in Order order, CancelReason reason, ulong requestClientOrderId, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = state.Markets[order.Market];
        var ledger = state.Ledger;
        ledger.Post(market.Asset, ledger.Held(order.Balance), ledger.Available(order.Balance), order.Hold);
        state.Positions.CountOpen(order.Position, order.Side, -order.LeavesLots);
        var status = StatusOf(reason);
        state.Records.Finish(order.Record, status, reason, state.TimestampNs);
        ref readonly var record = ref state.Records[order.Record];
        var cancelled = new OrderCancelled
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = record.ClientOrderId,
            RequestClientOrderId = requestClientOrderId,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            Reason = reason,
            Status = status,
            CumulativeLots = record.CumulativeLots,
            CancelledLots = order.LeavesLots,
            Released = order.Hold,
            Available = ledger[order.Balance].Available,
            Held = ledger[order.Balance].Held,
        };
        sink.Append(EventType.OrderCancelled, in cancelled);
    }

    /// <summary>
    /// O-GTDX b, c: before a command takes effect, cancels what expired, by (expiry, order id), at most
    /// MaxExpiriesPerCommand orders.
    /// </summary>
    public void ExpireDue<TSink>(ref TSink sink)
        where TSink : struct, IEventSink
    {
        var expiries = state.Books.Expiries;
        for (var left = state.Options.MaxExpiriesPerCommand; left > 0 && expiries.IsDue(state.NowSeconds); left--)
        {
            CancelResting(expiries.First, CancelReason.Expired, 0, ref sink);
        }
    }

    private static OrderStatus StatusOf(CancelReason reason) => reason switch
    {
        CancelReason.User or CancelReason.ImmediateRemainder => OrderStatus.Cancelled,
        CancelReason.Expired => OrderStatus.Expired,
        _ => OrderStatus.Stopped,
    };
}
