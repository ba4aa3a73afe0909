using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Applies what the log says of single orders to their market's <see cref="OrderQueues"/>. Stateless.
/// </summary>
internal static class OrderQueueEvents
{
    /// <summary>False for events that say nothing of a single order.</summary>
    public static bool TryMarket(EventFrame.Item item, out uint marketId)
    {
        marketId = item.Type switch
        {
            EventType.OrderAccepted => item.Body<OrderAccepted>().Request.Order.MarketId,
            EventType.Traded => item.Body<Traded>().MarketId,
            EventType.OrderCancelled => item.Body<OrderCancelled>().MarketId,
            EventType.PreventedMatch => item.Body<PreventedMatch>().MarketId,
            EventType.OrderReduced => item.Body<OrderReduced>().MarketId,
            EventType.OrderAmended => item.Body<OrderAmended>().MarketId,
            EventType.OrderTriggered => item.Body<OrderTriggered>().MarketId,
            EventType.OrderActivated => item.Body<OrderActivated>().MarketId,
            EventType.OrderRepriced => item.Body<OrderRepriced>().MarketId,
            EventType.OrderShown => item.Body<OrderShown>().MarketId,
            _ => 0,
        };
        return marketId != 0;
    }

    public static void Apply(OrderQueues queues, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.OrderAccepted:
                Accept(queues, in item.Body<OrderAccepted>());
                break;
            case EventType.Traded:
                Trade(queues, in item.Body<Traded>());
                break;
            case EventType.PreventedMatch:
                ref readonly var prevented = ref item.Body<PreventedMatch>();
                queues.Take(prevented.Aggressor == 0 ? null : queues.Find(prevented.Taker.OrderId));
                break;
            case EventType.OrderCancelled:
                queues.Remove(item.Body<OrderCancelled>().OrderId);
                break;
            case EventType.OrderReduced:
                Reduce(queues, in item.Body<OrderReduced>());
                break;
            case EventType.OrderAmended:
                Amend(queues, in item.Body<OrderAmended>());
                break;
            case EventType.OrderShown:
                ref readonly var shown = ref item.Body<OrderShown>();
                queues.Show(shown.OrderId, shown.PriceTicks, shown.ShownLots);
                break;
            default:
                Move(queues, item);
                break;
        }
    }

    private static void Move(OrderQueues queues, EventFrame.Item item)
    {
        switch (item.Type)
        {
            case EventType.OrderTriggered:
                ref readonly var triggered = ref item.Body<OrderTriggered>();
                Enter(queues, triggered.OrderId, triggered.EffectivePriceTicks, triggered.LeavesLots, true);
                break;
            case EventType.OrderActivated:
                ref readonly var activated = ref item.Body<OrderActivated>();
                queues.Wake(activated.OrderId, activated.ActivatedLots);
                Enter(queues, activated.OrderId, null, activated.LeavesLots, true);
                break;
            default:
                ref readonly var repriced = ref item.Body<OrderRepriced>();
                Enter(queues, repriced.OrderId, repriced.PriceTicks, null, repriced.IsParked == 0);
                break;
        }
    }

    private static void Accept(OrderQueues queues, in OrderAccepted accepted)
    {
        ref readonly var order = ref accepted.Request.Order;
        queues.Add(new RestingOrder(accepted.OrderId, order.Side)
        {
            PriceTicks = accepted.EffectivePriceTicks,
            LeavesLots = accepted.Request.QuantityLots,
            IsIceberg = order.Instructions.DisplayQuantity != 0,
            IsPartlyHidden = order.Instructions.DisplayQuantity != 0 || accepted.Status == OrderStatus.Dormant,
            IsShown = order.OrderType != OrderType.Twap && (order.Flags & OrderFlags.AllOrNone) == 0,
            IsActive = accepted.Status == OrderStatus.New,
            WaitingLots = accepted.Status == OrderStatus.Dormant ? accepted.Request.QuantityLots : 0,
        });
    }

    private static void Trade(OrderQueues queues, in Traded trade)
    {
        var (buy, sell) = (queues.Find(trade.Buy.OrderId), queues.Find(trade.Sell.OrderId));
        queues.Take(trade.Aggressor switch { 0 => null, Side.Buy => buy, _ => sell });
        Fill(queues, buy, in trade.Buy, trade.QuantityLots);
        Fill(queues, sell, in trade.Sell, trade.QuantityLots);
    }

    private static void Fill(OrderQueues queues, RestingOrder? order, in TradeSide side, long lots)
    {
        if (order is not null)
        {
            queues.Fill(order, lots, side.LeavesLots);
        }
    }

    /// <summary>A prevented match takes from the slice, as a trade would; everything else from the reserve.</summary>
    private static void Reduce(OrderQueues queues, in OrderReduced reduced)
    {
        if (queues.Find(reduced.OrderId) is not { } order)
        {
            return;
        }

        if (reduced.Reason == CancelReason.SelfTrade)
        {
            queues.Fill(order, reduced.ReducedLots, reduced.LeavesLots);
        }
        else
        {
            queues.Reduce(order, reduced.LeavesLots, reduced.Reason == CancelReason.ParentEnded);
        }
    }

    private static void Amend(OrderQueues queues, in OrderAmended amended)
    {
        if (queues.Find(amended.OrderId) is not { } order)
        {
            return;
        }

        if (amended.KeepsPriority != 0)
        {
            queues.Reduce(order, amended.LeavesLots);
            return;
        }

        order.PriceTicks = order.IsActive ? amended.PriceTicks : order.PriceTicks;
        order.LeavesLots = amended.LeavesLots;
        queues.Requeue(order);
    }

    /// <summary>What is null stays.</summary>
    private static void Enter(OrderQueues queues, long orderId, long? priceTicks, long? leaves, bool isActive)
    {
        if (queues.Find(orderId) is not { } order)
        {
            return;
        }

        order.PriceTicks = priceTicks ?? order.PriceTicks;
        order.LeavesLots = leaves ?? order.LeavesLots;
        order.IsActive = isActive;
        queues.Requeue(order);
    }
}
