using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§11, effects A: what the orders of a list do to each other.</summary>
public sealed partial class ReferenceEngine
{
    private void RunLinks()
    {
        while (_links.TryDequeue(out var link))
        {
            switch (link.Kind)
            {
                case LinkKind.Fill:
                    LinkFill(link.Order, link.Lots);
                    break;
                case LinkKind.End:
                    LinkEnd(link.Order);
                    break;
            }
        }
    }

    private void LinkFill(ReferenceOrder order, long lots)
    {
        var list = order.List!;
        CancelParentOf(order);
        var other = list.Other(order);
        if (list.IsOco && other is { IsOpen: true })
        {
            TakeFromOther(other, other.LeavesLots);
        }
        else if (list.IsOuo && other is { IsOpen: true })
        {
            TakeFromOther(other, lots);
        }

        if (!order.IsParent)
        {
            return;
        }

        foreach (var child in list.Legs.Skip(1).Where(child => !ActivatesOnFull(child)))
        {
            Activate(child, order, lots);
        }
    }

    /// <summary>A released leg acts before it matches, with all that this sets off.</summary>
    private void LinkTrigger(ReferenceOrder order)
    {
        if (order.List is not { } list)
        {
            return;
        }

        CancelParentOf(order);
        if (list.IsOco && list.Other(order) is { IsOpen: true } other)
        {
            TakeFromOther(other, other.LeavesLots);
        }

        RunLinks();
    }

    private void CancelParentOf(ReferenceOrder order)
    {
        if (order.IsChild && order.List!.Legs[0].IsOpen)
        {
            TakeFromOther(order.List.Legs[0], order.List.Legs[0].LeavesLots);
        }
    }

    /// <summary>T13: active lots first, then those that wait for the parent.</summary>
    private void TakeFromOther(ReferenceOrder other, long lots)
    {
        if (AllottedLots(other) > 0)
        {
            TakeFree(other, lots);
            return;
        }

        if (lots >= other.LeavesLots)
        {
            Cancel(other, CancelReason.LinkedOrder);
            return;
        }

        other.DormantLots -= Math.Max(0, lots - other.ActiveLots);
        Reduce(other, lots, CancelReason.LinkedOrder);
        if (other is { ActiveLots: 0, Place: Place.Waiting })
        {
            LeavePlace(other, MarketOf(other));
            MarketOf(other).PutOff(other, Place.Dormant);
        }
    }

    /// <summary>A11: what an uncrossing has allotted trades; the rest may go.</summary>
    private void TakeFree(ReferenceOrder order, long lots)
    {
        lots = Math.Min(lots, order.ActiveLots - AllottedLots(order));
        if (lots > 0)
        {
            Reduce(order, lots, CancelReason.LinkedOrder);
        }
    }

    private static bool ActivatesOnFull(ReferenceOrder child) =>
        child.Request.Order.Flags.HasFlag(OrderFlags.ActivateOnFull);

    private void LinkEnd(ReferenceOrder order)
    {
        var list = order.List!;
        var other = list.Other(order);
        // by the other leg or by the parent, which has its own word for the other leg
        var isAnswered = order.CancelReason is CancelReason.LinkedOrder or CancelReason.ParentEnded;
        var endsOther = list.IsOco || (list.IsOuo && order.CumulativeLots == 0);
        if (!isAnswered && endsOther && other is { IsOpen: true })
        {
            TakeFromOther(other, other.LeavesLots);
        }

        if (!order.IsParent)
        {
            return;
        }

        foreach (var child in list.Legs.Skip(1))
        {
            EndParentOf(child, order);
        }
    }

    private void EndParentOf(ReferenceOrder child, ReferenceOrder parent)
    {
        if (ActivatesOnFull(child))
        {
            Activate(child, parent, parent.CumulativeLots);
        }

        if (child is not { IsOpen: true, DormantLots: > 0 })
        {
            return;
        }

        if (child.ActiveLots == 0)
        {
            Cancel(child, CancelReason.ParentEnded);
        }
        else
        {
            ReduceDormant(child, CancelReason.ParentEnded);
        }
    }

    /// <summary>T14: the first lots let the child enter, later ones make it larger.</summary>
    private void Activate(ReferenceOrder child, ReferenceOrder parent, long lots)
    {
        lots = Math.Min(lots, child.DormantLots);
        if (!child.IsOpen || lots == 0)
        {
            return;
        }

        var market = MarketOf(child);
        var shown = child.ShownLots;
        child.DormantLots -= lots;
        var enters = child.Place == Place.Dormant;
        if (child.Status == OrderStatus.Dormant)
        {
            child.Status = child.IsTriggered ? OrderStatus.PendingTrigger : OrderStatus.New;
        }

        _state.Sink.Append(EventType.OrderActivated, new OrderActivated
        {
            Account = child.Account.Id,
            OrderId = child.OrderId,
            ClientOrderId = child.ClientOrderId,
            AccountSequence = ++child.Account.Sequence,
            ParentOrderId = parent.OrderId,
            MarketId = market.Id,
            Status = child.Status,
            ActivatedLots = lots,
            LeavesLots = child.LeavesLots,
        });
        var isLive = child.Place == Place.Book || (enters && !child.IsTriggered);
        if (market.IsUncrossing && isLive)
        {
            LeavePlace(child, market);
            market.PutOff(child, Place.Waking);
            market.Waking.Add(child);
        }
        else if (enters)
        {
            EnterChild(child, market);
        }
        else if (child.Place == Place.Book)
        {
            MoveToTail(child, market);
            TouchIfShownChanged(child, shown);
        }
    }

    private void EnterChild(ReferenceOrder child, ReferenceMarket market)
    {
        if (child.IsTriggered)
        {
            Park(child, market);
        }
        else
        {
            EnterLimitChild(child, market);
        }
    }

    private void EnterLimitChild(ReferenceOrder child, ReferenceMarket market)
    {
        if (child.IsSliding && Slide(child, child.LimitTicks, market) is { } price)
        {
            child.PriceTicks = price;
        }

        var mayNotTake = child.IsPostOnly || market.State == MarketState.PostOnly;
        if (mayNotTake && !market.IsInCall && WouldCross(child.Side, child.PriceTicks, market))
        {
            Cancel(child, CancelReason.TriggerFailed, detail: RejectReason.PostOnlyWouldCross);
        }
        else if (!ClipToPosition(child, market))
        {
            Cancel(child, CancelReason.PositionClosed);
        }
        else
        {
            Take(child, market);
        }
    }

    /// <summary>I-RO-2: what the position cannot close goes before the order takes; false: that is all of it.</summary>
    private bool ClipToPosition(ReferenceOrder order, ReferenceMarket market)
    {
        var closable = order.IsReduceOnly ? order.Account.Closable(market.Id, order.Side) : long.MaxValue;
        if (closable > 0 && closable < order.ActiveLots)
        {
            Reduce(order, order.ActiveLots - (long)closable, CancelReason.ReduceOnlyCap);
        }

        return closable > 0;
    }

    private void MoveToTail(ReferenceOrder order, ReferenceMarket market)
    {
        market.Leave(market.Book(order.Side), order);
        Rest(order, market);
    }
}
