using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§12: what an accepted amend does to the order, its place and its hold.</summary>
public sealed partial class ReferenceEngine
{
    private void Carry(AmendPlan plan)
    {
        var other = OcoPlan(plan);
        var order = plan.Order;
        var market = MarketOf(order);
        order.SessionEndSecond = 0; // O-DAY: reckoned again
        var wasOnBook = order.Place == Place.Book;
        var needsPlace = ChangeTerms(plan, market);
        if (other is not null && plan.NewLeaves > 0)
        {
            var otherWasOnBook = other.Order.Place == Place.Book;
            _ = ChangeTerms(other, market) && Replace(other, market, otherWasOnBook);
        }

        var mayTake = needsPlace && Replace(plan, market, wasOnBook);
        if (mayTake && ClipToPosition(order, market))
        {
            Take(order, market);
        }
        else if (mayTake)
        {
            Cancel(order, CancelReason.PositionClosed);
        }
    }

    /// <summary>True where the order has lost its place.</summary>
    private bool ChangeTerms(AmendPlan plan, ReferenceMarket market)
    {
        var order = plan.Order;
        if (plan.NewLeaves <= 0)
        {
            Cancel(order, CancelReason.AmendedBelowFilled, plan.RequestId);
            return false;
        }

        var loses = plan.LosesPlace;
        var isPlaced = order.Place == Place.Book;
        var shown = order.ShownLots;
        var changesLots = plan.NewLeaves != order.LeavesLots;
        // an order that loses its place adds lots to the book only where it comes to rest again
        market.HasGainedLots |= isPlaced && !loses && plan.NewLeaves > order.LeavesLots;
        if (loses && isPlaced)
        {
            LeavePlace(order, market);
        }

        Change(plan, market);
        if (!loses && changesLots)
        {
            order.SliceLots = Math.Min(order.SliceLots, order.ActiveLots);
            TouchIfShownChanged(order, shown);
        }

        ReportAmended(plan, market, !loses);
        return loses;
    }

    private void Change(AmendPlan plan, ReferenceMarket market)
    {
        var order = plan.Order;
        var account = order.Account;
        var before = order.Hold;
        if (plan.ChangesHold)
        {
            order.HoldPerLot = (Int128)NewHoldPerLot(plan, market);
            order.PriceTicks = NewPrice(plan, market);
        }

        order.LeavesLots = plan.NewLeaves;
        order.QuantityLots = plan.QuantityLots;
        order.LimitTicks = plan.LimitTicks;
        order.DisplayLots = plan.DisplayLots;
        order.ExpirySecond = plan.ExpirySecond;
        account.Available[market.Terms.AssetId] += before - order.Hold;
        SetDue(order, market);
    }

    /// <summary>A new place in the queue, wherever it was; true where it takes at its new price first.</summary>
    private bool Replace(AmendPlan plan, ReferenceMarket market, bool wasOnBook)
    {
        var order = plan.Order;
        if (!wasOnBook)
        {
            order.Stamp = ++_state.LastStamp;
            ParkAgain(order, market);
            return false;
        }

        if (plan.ChangesPrice)
        {
            order.Place = Place.Taking;
            return true;
        }

        PutOnBook(order, market);
        return false;
    }

    /// <summary>T2: a replaced trigger may be true already.</summary>
    private void ParkAgain(ReferenceOrder order, ReferenceMarket market)
    {
        if (order.Place == Place.Waiting)
        {
            market.Waiting.Remove(order);
            Park(order, market);
        }
        else
        {
            market.PutOff(order, order.Place);
        }
    }

    private void ReportAmended(AmendPlan plan, ReferenceMarket market, bool keepsPriority)
    {
        var order = plan.Order;
        var account = order.Account;
        var asset = market.Terms.AssetId;
        _state.Sink.Append(EventType.OrderAmended, new OrderAmended
        {
            Account = account.Id,
            OrderId = order.OrderId,
            ClientOrderId = order.ClientOrderId,
            RequestClientOrderId = plan.RequestId,
            AccountSequence = ++account.Sequence,
            MarketId = market.Id,
            AssetId = asset,
            OrderHash = order.Request.OrderHash,
            PriceTicks = order.Place == Place.Parked ? order.LimitTicks : order.PriceTicks,
            QuantityLots = order.QuantityLots,
            DisplayLots = order.DisplayLots,
            LeavesLots = order.LeavesLots,
            CumulativeLots = order.CumulativeLots,
            ExpirySeconds = order.ExpirySecond,
            Version = order.Request.Order.Version,
            KeepsPriority = (byte)(keepsPriority ? 1 : 0),
            Hold = (Int128)order.Hold,
            Available = account.Free(asset),
            Owed = account.Owed(asset),
            Held = account.Held(asset),
        });
    }
}
