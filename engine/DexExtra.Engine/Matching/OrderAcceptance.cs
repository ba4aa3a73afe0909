using DexExtra.Engine.Book;
using DexExtra.Engine.Identity;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>Makes an admitted order real: slot, record, hold, OrderAccepted; and remembers refusals (C9).</summary>
internal sealed class OrderAcceptance(EngineState state, OrderCancellation cancellation)
{
    /// <summary>Slot of the accepted order, in no place yet. The leg says which order of which list it is.</summary>
    public int Accept<TSink>(in NewOrder request, ref Candidate candidate, in LegPlace leg, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var market = candidate.Market;
        var slot = state.Orders.Rent();
        ref var order = ref state.Orders[slot];
        order = candidate.Order;
        state.Orders.Terms(slot) = candidate.Terms;
        var status = candidate.IsChild ? OrderStatus.Dormant
            : candidate.Waits || candidate.IsParked ? OrderStatus.PendingTrigger
            : OrderStatus.New;
        var record = RecordOf(in request, order.Account);
        record.OrderId = order.OrderId;
        record.ReducedLots = candidate.ReducedLots;
        record.Slot = slot;
        record.Status = status;
        order.Record = state.Records.Add(in record);
        order.Position = state.FindOrAddPosition(order.Account, market.Slot);
        order.Balance = state.Ledger.FindOrAdd(order.Account, market.Asset);
        state.Positions.CountOpen(order.Position, order.Side, order.IsReduceOnly, order.LeavesLots);
        market.OrderSizes.Add(request.QuantityLots);
        if (candidate.Terms.Grant >= 0)
        {
            Chain<ByGrant>.Append(state.Orders, ref state.SessionKeys[candidate.Terms.Grant].Orders, slot);
        }

        var ledger = state.Ledger;
        ledger.Hold(order.Balance, order.Hold, mayOwe: state.Positions[order.Position].Mode == MarginMode.Cross);
        ref var accepted = ref sink.Add<OrderAccepted>(EventType.OrderAccepted);
        accepted.Request = request;
        accepted.OrderId = order.OrderId;
        accepted.EffectivePriceTicks = order.PriceTicks;
        accepted.AccountSequence = state.Accounts.NextSequence(order.Account);
        accepted.AssetId = market.Terms.AssetId;
        accepted.Status = status;
        accepted.ListKind = leg.Kind;
        accepted.LegIndex = leg.Index;
        accepted.LegCount = leg.Count;
        accepted.ListId = leg.ListId;
        accepted.Hold = order.Hold;
        accepted.Available = ledger[order.Balance].Available;
        accepted.Held = ledger[order.Balance].Held;
        accepted.Owed = ledger[order.Balance].Owed;
        if (candidate.ReducedLots > 0)
        {
            cancellation.ReportReduced(slot, candidate.ReducedLots, candidate.ReduceReason, ref sink);
        }

        return slot;
    }

    /// <summary>
    /// Remembers and reports a refusal. With every record live there is no room: then the outcome is not remembered,
    /// the nonce still is.
    /// </summary>
    public void Refuse<TSink>(in NewOrder request, int account, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (state.Records.HasRoom(1))
        {
            var record = RecordOf(in request, account);
            record.RejectReason = reason;
            var slot = state.Records.Add(in record);
            state.Records.Finish(slot, OrderStatus.Rejected, default, state.TimestampNs);
        }

        Report(in request, state.Accounts.NextSequence(account), reason, ref sink);
    }

    /// <summary>A refusal that is not remembered.</summary>
    public static void Report<TSink>(
        in NewOrder request, ulong accountSequence, RejectReason reason, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var rejected = new OrderRejected
        {
            Request = request,
            AccountSequence = accountSequence,
            Reason = reason,
        };
        sink.Append(EventType.OrderRejected, in rejected);
    }

    /// <summary>C9: the answer to a known client order id.</summary>
    public void AnswerRepeat<TSink>(in NewOrder request, int account, int known, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var sequence = state.Accounts.NextSequence(account);
        ref readonly var record = ref state.Records[known];
        if (record.OrderHash != request.OrderHash)
        {
            Report(in request, sequence, RejectReason.DuplicateClientId, ref sink);
            return;
        }

        ReportStatus(in request.Order.Account, in record, sequence, ref sink);
    }

    /// <summary>C9, C4: the order as it stands now.</summary>
    public static void ReportStatus<TSink>(
        in AccountId account, in OrderRecord record, ulong accountSequence, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var report = new OrderStatusReported
        {
            Account = account,
            ClientOrderId = record.ClientOrderId,
            OrderId = record.OrderId,
            OrderHash = record.OrderHash,
            AccountSequence = accountSequence,
            MarketId = record.MarketId,
            Status = record.Status,
            RejectReason = record.RejectReason,
            CancelReason = record.CancelReason,
            QuantityLots = record.QuantityLots,
            CumulativeLots = record.CumulativeLots,
            LeavesLots = record.LeavesLots,
        };
        sink.Append(EventType.OrderStatusReported, in report);
    }

    private static OrderRecord RecordOf(in NewOrder request, int account) => new()
    {
        OrderHash = request.OrderHash,
        ClientOrderId = request.ClientOrderId,
        QuantityLots = request.QuantityLots,
        Account = account,
        MarketId = request.Order.MarketId,
        Slot = -1,
        NextTerminal = -1,
    };
}
