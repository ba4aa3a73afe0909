using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>New orders, alone and in lists: answers to repeats, the gates, the entry.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in NewOrder request)
    {
        if (!_state.Accounts.TryGetValue(request.Order.Account, out var account))
        {
            Reject(in request, RejectReason.UnknownAccount, 0);
            return;
        }

        if (account.Orders.TryGetValue(request.ClientOrderId, out var earlier))
        {
            Repeat(in request, earlier);
            return;
        }

        var outside = OrderKeyRefusal(in request);
        if (outside != RejectReason.None)
        {
            Reject(in request, outside, ++account.Sequence);
            return;
        }

        var order = new ReferenceOrder(request, account);
        var reason = Admit(order, []);
        if (reason != RejectReason.None)
        {
            Refuse(order, reason);
            return;
        }

        order.OrderId = _state.Sequence;
        _state.Remember(order);
        AcceptNew(order);
        EnterNew(order);
    }

    private void Reject(in NewOrder request, RejectReason reason, ulong sequence) => _state.Sink.Append(
        EventType.OrderRejected,
        new OrderRejected { Request = request, AccountSequence = sequence, Reason = reason });

    /// <summary>Remembered, unless every remembered order is live and the memory is full.</summary>
    private void Refuse(ReferenceOrder order, RejectReason reason)
    {
        order.RejectReason = reason;
        if (_state.FreeRecords > 0 && !order.Account.Orders.ContainsKey(order.ClientOrderId))
        {
            _state.Remember(order);
            _state.End(order, OrderStatus.Rejected);
        }

        Reject(order.Request, reason, ++order.Account.Sequence);
    }

    /// <summary>C9.</summary>
    private void Repeat(in NewOrder request, ReferenceOrder earlier)
    {
        if (earlier.Request.OrderHash != request.OrderHash)
        {
            Reject(in request, RejectReason.DuplicateClientId, ++earlier.Account.Sequence);
            return;
        }

        ReportStatus(earlier, in request);
    }

    private void ReportStatus(ReferenceOrder order, in NewOrder request) => _state.Sink.Append(
        EventType.OrderStatusReported,
        new OrderStatusReported
        {
            Account = order.Account.Id,
            ClientOrderId = order.ClientOrderId,
            OrderId = order.OrderId,
            OrderHash = request.OrderHash,
            AccountSequence = ++order.Account.Sequence,
            MarketId = order.MarketId,
            Status = order.Status,
            RejectReason = order.RejectReason,
            CancelReason = order.CancelReason,
            QuantityLots = order.QuantityLots,
            CumulativeLots = order.CumulativeLots,
            LeavesLots = order.LeavesLots,
        });

    private void AcceptNew(ReferenceOrder order)
    {
        var market = MarketOf(order);
        var parks = order.IsTriggered || (order.IsPegged && PegPrice(order, market) is null);
        var status = order.IsChild ? OrderStatus.Dormant : parks ? OrderStatus.PendingTrigger : OrderStatus.New;
        Accept(order, market, status, order.WalkHold is null ? CancelReason.ReduceOnlyCap : CancelReason.Budget);
    }

    private void EnterNew(ReferenceOrder order)
    {
        var market = MarketOf(order);
        switch (order)
        {
            case { IsChild: true }:
                market.PutOff(order, Place.Dormant);
                break;
            case { IsTriggered: true }:
                Park(order, market);
                break;
            case { IsPegged: true }:
                EnterPeg(order, market);
                break;
            case { IsTwap: true }:
                market.PutOff(order, Place.Twap);
                TakeSlice(order, market);
                break;
            case { IsAllOrNone: true }:
                EnterAllOrNone(order, market);
                break;
            default:
                Take(order, market);
                break;
        }
    }
}
