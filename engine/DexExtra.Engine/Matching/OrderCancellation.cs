using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Ends or reduces live orders that are not filled: voids the hold, closes the record, emits the event. Used for user
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

    /// <summary>Takes lots out of a resting order, which keeps its place; some must stay open.</summary>
    public void ReduceResting<TSink>(int slot, long lots, CancelReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Reduce(ref state.Books[slot], lots, reason, ref sink);
        state.Books.Reduce(slot, lots, state.Sequence);
    }

    /// <summary>Takes lots and their part of the hold out of an order on no book; some must stay open.</summary>
    public void Reduce<TSink>(ref Order order, long lots, CancelReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        Invariant.That(lots > 0 && lots < order.LeavesLots, "a reduced order stays open");
        var market = state.Markets[order.Market];
        var ledger = state.Ledger;
        var released = Math.BigMul(lots, order.HoldPerLot);
        ledger.Post(market.Asset, ledger.Held(order.Balance), ledger.Available(order.Balance), released);
        order.Hold -= released;
        order.LeavesLots -= lots;
        state.Positions.CountOpen(order.Position, order.Side, -lots);
        state.Records[order.Record].ReducedLots += lots;
        ReportReduced(in order, lots, reason, ref sink, released);
    }

    /// <summary>The event alone, for an order that was entered with fewer lots than were sent.</summary>
    public void ReportReduced<TSink>(
        in Order order, long lots, CancelReason reason, ref TSink sink, Int128 released = default)
        where TSink : struct, IEventSink
    {
        var market = state.Markets[order.Market];
        ref readonly var record = ref state.Records[order.Record];
        ref readonly var balance = ref state.Ledger[order.Balance];
        var reduced = new OrderReduced
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = record.ClientOrderId,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            MarketId = market.Terms.MarketId,
            AssetId = market.Terms.AssetId,
            Reason = reason,
            CumulativeLots = record.CumulativeLots,
            ReducedLots = lots,
            LeavesLots = order.LeavesLots,
            Released = released,
            Available = balance.Available,
            Held = balance.Held,
        };
        sink.Append(EventType.OrderReduced, in reduced);
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
