using DexExtra.Engine.Book;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// Ends or reduces open orders that are not filled: voids the hold, closes the record, emits the event. Used for user
/// cancels, expiries and the remainders of incoming orders. What the owner asked for, in the order or later, is
/// CANCELLED; what time ended EXPIRED; what the venue stopped STOPPED (G7).
/// </summary>
internal sealed class OrderCancellation(EngineState state, OpenOrders openOrders)
{
    /// <summary>Ends an order, wherever it is.</summary>
    public void Cancel<TSink>(
        int slot, CancelReason reason, ref TSink sink, ulong requestClientOrderId = 0, RejectReason detail = default)
        where TSink : struct, IEventSink
    {
        state.Placement.TakeOff(slot);
        ref readonly var order = ref state.Orders[slot];
        var market = state.Markets[order.Market];
        var ledger = state.Ledger;
        ledger.PayIn(order.Balance, ledger.Held(order.Balance), order.Hold);
        state.Positions.CountOpen(order.Position, order.Side, order.IsReduceOnly, -order.LeavesLots);
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
            Status = StatusOf(reason),
            Detail = detail,
            CumulativeLots = record.CumulativeLots,
            CancelledLots = order.LeavesLots,
            Released = order.Hold,
            Available = ledger[order.Balance].Available,
            Held = ledger[order.Balance].Held,
            Owed = ledger[order.Balance].Owed,
        };
        sink.Append(EventType.OrderCancelled, in cancelled);
        openOrders.Close(slot, cancelled.Status, reason);
    }

    /// <summary>
    /// Takes lots out of an order, which keeps its place; some must stay open. At a level displayed lots go first, or
    /// reserve if asked.
    /// </summary>
    public void Reduce<TSink>(
        int slot, long lots, CancelReason reason, ref TSink sink, bool fromReserveFirst = false)
        where TSink : struct, IEventSink
    {
        ref var order = ref state.Orders[slot];
        Invariant.That(lots > 0 && lots < order.LeavesLots, "a reduced order stays open");
        var released = TakeOut(ref order, lots);
        var isNewSlice = order.Place == OrderPlace.Level && TakeFromLevel(slot, lots, fromReserveFirst);
        state.Placement.SleepWithoutActiveLots(slot);
        ReportReduced(slot, lots, reason, ref sink, released);
        if (isNewSlice)
        {
            state.Placement.ReportShown(slot, ref sink);
        }
    }

    /// <summary>T14: takes lots out that wait for a parent; others must stay.</summary>
    public void ReduceDormant<TSink>(int slot, long lots, CancelReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        ref var order = ref state.Orders[slot];
        state.Orders.Terms(slot).DormantLots -= lots;
        var released = TakeOut(ref order, lots);
        ReportReduced(slot, lots, reason, ref sink, released);
    }

    /// <summary>The event alone, for an order that was entered with fewer lots than were sent.</summary>
    public void ReportReduced<TSink>(
        int slot, long lots, CancelReason reason, ref TSink sink, Int128 released = default)
        where TSink : struct, IEventSink
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Markets[order.Market].Terms;
        ref readonly var record = ref state.Records[order.Record];
        ref readonly var balance = ref state.Ledger[order.Balance];
        var reduced = new OrderReduced
        {
            Account = state.Accounts[order.Account].Id,
            OrderId = order.OrderId,
            ClientOrderId = record.ClientOrderId,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            MarketId = terms.MarketId,
            AssetId = terms.AssetId,
            Reason = reason,
            CumulativeLots = record.CumulativeLots,
            ReducedLots = lots,
            LeavesLots = order.LeavesLots,
            Released = released,
            Available = balance.Available,
            Held = balance.Held,
            Owed = balance.Owed,
        };
        sink.Append(EventType.OrderReduced, in reduced);
    }

    /// <summary>The lots leave order, position and record; returns what was held for them.</summary>
    private Int128 TakeOut(ref Order order, long lots)
    {
        var ledger = state.Ledger;
        var released = Math.BigMul(lots, order.HoldPerLot);
        ledger.PayIn(order.Balance, ledger.Held(order.Balance), released);
        order.Hold -= released;
        order.LeavesLots -= lots;
        state.Positions.CountOpen(order.Position, order.Side, order.IsReduceOnly, -lots);
        state.Records[order.Record].ReducedLots += lots;
        return released;
    }

    /// <summary>True if a new slice is shown.</summary>
    private bool TakeFromLevel(int slot, long lots, bool fromReserveFirst)
    {
        var market = state.Markets[state.Orders[slot].Market];
        if (!fromReserveFirst)
        {
            return state.Books.Take(slot, lots, market);
        }

        state.Books.TakeReserveFirst(slot, lots, market);
        return false;
    }

    private static OrderStatus StatusOf(CancelReason reason) => reason switch
    {
        CancelReason.User or CancelReason.ImmediateRemainder or CancelReason.AmendedBelowFilled
            or CancelReason.MassCancel or CancelReason.TwapEnded
            or CancelReason.SessionKeyRevoked or CancelReason.CancelledOnChain
            or CancelReason.ForcedExit or CancelReason.QuoteReplaced => OrderStatus.Cancelled,
        CancelReason.Expired or CancelReason.SessionEnd => OrderStatus.Expired,
        _ => OrderStatus.Stopped,
    };
}
