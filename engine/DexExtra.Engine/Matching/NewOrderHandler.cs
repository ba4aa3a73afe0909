using DexExtra.Engine.Book;
using DexExtra.Engine.Identity;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>
/// NewOrder command, from idempotency (gate 1) to the remainder (gate 13). Gate 1: an account that was never credited
/// gets UNKNOWN_ACCOUNT and leaves no trace; a client order id with the same order hash gets the order as it stands
/// now, with another hash DUPLICATE_CLIENT_ID (C9). Every other outcome is remembered under its client order id.
/// </summary>
internal sealed class NewOrderHandler(
    EngineState state, OrderAdmission admission, Matcher matcher, TradePosting trades, OrderCancellation cancellation)
{
    public void Apply<TSink>(in NewOrder request, ref TSink sink)
        where TSink : struct, IEventSink
    {
        if (!state.Accounts.TryFind(in request.Order.Account, out var account))
        {
            Reject(in request, 0, RejectReason.UnknownAccount, ref sink);
            return;
        }

        if (state.Records.TryFind(account, request.ClientOrderId, out var known))
        {
            AnswerRepeat(in request, account, known, ref sink);
            return;
        }

        var reason = admission.Admit(in request, account, out var order, out var market);
        if (reason != RejectReason.None)
        {
            RecordRejection(in request, account, reason);
            Reject(in request, state.Accounts.NextSequence(account), reason, ref sink);
            return;
        }

        Accept(in request, ref order, market, ref sink);
        var end = matcher.Match(ref order, market, ref sink);
        FinishEntry(in order, market, end, in request.Order, ref sink);
    }

    private static void Reject<TSink>(
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

    private static OrderRecord RecordOf(in NewOrder request, int account) => new()
    {
        OrderHash = request.OrderHash,
        ClientOrderId = request.ClientOrderId,
        QuantityLots = request.QuantityLots,
        Account = account,
        MarketId = request.Order.MarketId,
        Resting = -1,
        NextTerminal = -1,
        Status = OrderStatus.New,
    };

    private void AnswerRepeat<TSink>(in NewOrder request, int account, int known, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var sequence = state.Accounts.NextSequence(account);
        ref readonly var record = ref state.Records[known];
        if (record.OrderHash != request.OrderHash)
        {
            Reject(in request, sequence, RejectReason.DuplicateClientId, ref sink);
            return;
        }

        var report = new OrderStatusReported
        {
            Account = request.Order.Account,
            ClientOrderId = record.ClientOrderId,
            OrderId = record.OrderId,
            OrderHash = record.OrderHash,
            AccountSequence = sequence,
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

    /// <summary>
    /// With every record live there is no room: then the outcome is not remembered, the nonce still is.
    /// </summary>
    private void RecordRejection(in NewOrder request, int account, RejectReason reason)
    {
        if (state.Records.HasRoom)
        {
            var record = RecordOf(in request, account);
            record.RejectReason = reason;
            var slot = state.Records.Add(in record);
            state.Records.Finish(slot, OrderStatus.Rejected, default, state.TimestampNs);
        }
    }

    private void Accept<TSink>(in NewOrder request, ref Order order, Market market, ref TSink sink)
        where TSink : struct, IEventSink
    {
        var record = RecordOf(in request, order.Account);
        record.OrderId = order.OrderId;
        record.ReducedLots = request.QuantityLots - order.LeavesLots;
        order.Record = state.Records.Add(in record);
        order.Position = state.Positions.FindOrAdd(order.Account, market.Slot);
        order.Balance = state.Ledger.FindOrAdd(order.Account, market.Asset);
        state.Positions.CountOpen(order.Position, order.Side, order.LeavesLots);
        var ledger = state.Ledger;
        ledger.Post(market.Asset, ledger.Available(order.Balance), ledger.Held(order.Balance), order.Hold);
        var accepted = new OrderAccepted
        {
            Request = request,
            OrderId = order.OrderId,
            EffectivePriceTicks = order.PriceTicks,
            AccountSequence = state.Accounts.NextSequence(order.Account),
            AssetId = market.Terms.AssetId,
            Hold = order.Hold,
            Available = ledger[order.Balance].Available,
            Held = ledger[order.Balance].Held,
        };
        sink.Append(EventType.OrderAccepted, in accepted);
        if (record.ReducedLots > 0)
        {
            cancellation.ReportReduced(in order, record.ReducedLots, CancelReason.ReduceOnlyCap, ref sink);
        }
    }

    /// <summary>Gate 13: what becomes of an order after matching.</summary>
    private void FinishEntry<TSink>(
        in Order order, Market market, MatchEnd end, in SignedOrder signed, ref TSink sink)
        where TSink : struct, IEventSink
    {
        switch (end)
        {
            case MatchEnd.Filled:
                trades.Finish(in order);
                break;
            case MatchEnd.SelfTrade:
                cancellation.Cancel(in order, CancelReason.SelfTrade, 0, ref sink);
                break;
            case MatchEnd.FillLimit:
                cancellation.Cancel(in order, CancelReason.FillLimit, 0, ref sink);
                break;
            case MatchEnd.NothingCrosses when OrderCombinations.MayRest(in signed):
                state.Records[order.Record].Resting = state.Books.Rest(in order, market, state.Sequence);
                break;
            default:
                Invariant.That(signed.TimeInForce != TimeInForce.FillOrKill, "an accepted fill-or-kill order fills");
                cancellation.Cancel(in order, CancelReason.ImmediateRemainder, 0, ref sink);
                break;
        }
    }
}
