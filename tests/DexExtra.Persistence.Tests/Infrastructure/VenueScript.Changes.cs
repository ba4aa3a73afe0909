using DexExtra.Messages;

namespace DexExtra.Persistence.Tests.Infrastructure;

/// <summary>What wakes, moves and changes open orders.</summary>
internal sealed partial class VenueScript
{
    /// <summary>It fires; now and then it cannot enter, or trades in the same frame.</summary>
    private void Trigger(ScriptOrder order)
    {
        order.Status = OrderStatus.New;
        order.Price++;
        Emit(EventType.OrderTriggered, new OrderTriggered
        {
            Account = order.Account,
            OrderId = order.OrderId,
            AccountSequence = Next(order.Account),
            MarketId = MarketId,
            Source = (TriggerSource)random.Next(4),
            TriggerTicks = 490,
            SourceTicks = 491,
            EffectivePriceTicks = order.Price,
            LeavesLots = order.Leaves,
        });
        switch (random.Next(3))
        {
            case 0:
                Cancel(order, CancelReason.TriggerFailed, RejectReason.NoLiquidity);
                break;
            case 1:
                Trade(0, _timeNs);
                break;
            default:
                break;
        }
    }

    private void Activate(ScriptOrder order)
    {
        var lots = random.Next(1, (int)order.Asleep + 1);
        order.Asleep -= lots;
        var status = order.IsStop ? OrderStatus.PendingTrigger : OrderStatus.New;
        order.Status = status == OrderStatus.New && order.Filled > 0 ? OrderStatus.PartiallyFilled : status;
        Emit(EventType.OrderActivated, new OrderActivated
        {
            Account = order.Account,
            OrderId = order.OrderId,
            AccountSequence = Next(order.Account),
            ParentOrderId = order.ParentId,
            MarketId = MarketId,
            Status = status,
            ActivatedLots = lots,
            LeavesLots = order.Leaves,
        });
    }

    private void Reprice(ScriptOrder order)
    {
        var parks = order.Status != OrderStatus.PendingTrigger && random.Next(2) == 0;
        if (order.Status == OrderStatus.Dormant)
        {
            return;
        }

        order.Status = parks ? OrderStatus.PendingTrigger
            : order.Filled > 0 ? OrderStatus.PartiallyFilled
            : OrderStatus.New;
        order.Price = random.Next(400, 600);
        Emit(EventType.OrderRepriced, new OrderRepriced
        {
            Account = order.Account,
            OrderId = order.OrderId,
            AccountSequence = Next(order.Account),
            MarketId = MarketId,
            IsParked = parks ? (byte)1 : (byte)0,
            PriceTicks = parks ? 0 : order.Price,
        });
    }

    /// <summary>More or fewer lots, another price, another slice; what was filled or taken out stays.</summary>
    private void Amend(ScriptOrder order, ulong requestId)
    {
        var change = random.Next(order.Leaves > 1 && order.Asleep == 0 ? -1 : 0, 3);
        order.Quantity += change;
        order.Leaves += change;
        order.Display = order.Display == 0 ? 0 : order.Display + 1;
        var keeps = change <= 0 && random.Next(2) == 0;
        order.Price = keeps ? order.Price : random.Next(400, 600);
        Emit(EventType.OrderAmended, new OrderAmended
        {
            Account = order.Account,
            OrderId = order.OrderId,
            RequestClientOrderId = requestId,
            AccountSequence = Next(order.Account),
            MarketId = MarketId,
            AssetId = 1,
            OrderHash = order.Request.OrderHash,
            PriceTicks = order.Price,
            QuantityLots = order.Quantity,
            DisplayLots = order.Display,
            LeavesLots = order.Leaves,
            CumulativeLots = order.Filled,
            ExpirySeconds = 3_000_000_000 + (ulong)random.Next(1_000),
            Version = order.Request.Order.Version,
            KeepsPriority = keeps ? (byte)1 : (byte)0,
            Hold = 35,
            Available = Money,
            Held = 35,
        });
    }

    /// <summary>A new signed version; an amendment follows, or the end when nothing is left of it.</summary>
    private void Replace(ScriptOrder order)
    {
        var request = order.Request;
        request.OrderHash = RandomHash();
        request.ClientOrderId = ++_clientOrderId;
        request.GrantId = request.GrantId == 0 ? 7U : 0;
        request.Order.Version++;
        request.Order.TimeInForce = TimeInForce.GoodTillDate;
        var display = random.Next(2);
        request.Order.Instructions.DisplayQuantity = (UInt128)(display * Lot);
        order.Display = display;
        order.Request = request;
        Emit(EventType.OrderReplaced, new OrderReplaced { Request = request, OrderId = order.OrderId });
        if (random.Next(4) == 0)
        {
            Cancel(order, CancelReason.AmendedBelowFilled, RejectReason.None);
        }
        else
        {
            Amend(order, request.ClientOrderId);
        }
    }
}
