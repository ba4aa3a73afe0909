using DexExtra.Messages;

namespace DexExtra.Engine.Lists;

/// <summary>T12–T15: which orders form a list of which kind, from what was signed alone. Pure.</summary>
internal static class ListShape
{
    private const int ParentAndChild = 2;

    /// <summary>False: INVALID_ORDER_LIST.</summary>
    public static bool IsValid(in NewOrderList list)
    {
        var legs = NewOrderList.LegsOf(in list);
        return HasLegCount(list.Kind, list.LegCount)
            && AreTogether(legs[..list.LegCount])
            && (HasParent(list.Kind)
                ? IsFamily(list.Kind, legs[..list.LegCount])
                : IsPair(list.Kind, legs[0], legs[1]));
    }

    public static bool HasParent(ListKind kind) => kind >= ListKind.OneTriggersOther;

    /// <summary>Two orders that cancel or update each other.</summary>
    public static bool HasSiblings(ListKind kind) => kind != ListKind.OneTriggersOther;

    private static bool HasLegCount(ListKind kind, int count) => kind switch
    {
        ListKind.OneCancelsOther or ListKind.OneUpdatesOther => count == ParentAndChild,
        ListKind.OneTriggersOther => count is ParentAndChild or NewOrderList.MaxLegs,
        ListKind.BracketOco or ListKind.BracketOuo => count == NewOrderList.MaxLegs,
        _ => false,
    };

    /// <summary>One account and market, different client order ids, types that a list may hold.</summary>
    private static bool AreTogether(ReadOnlySpan<NewOrder> legs)
    {
        for (var index = 0; index < legs.Length; index++)
        {
            ref readonly var leg = ref legs[index];
            var isKnownType = leg.Order.OrderType is OrderType.Limit or OrderType.Market
                || OrderCombinations.IsTriggered(leg.Order.OrderType);
            if (!isKnownType
                || leg.Order.Account != legs[0].Order.Account
                || leg.Order.MarketId != legs[0].Order.MarketId
                || (leg.Order.Flags & OrderFlags.AllOrNone) != 0
                || leg.Order.Instructions.Budget != 0
                || IsNamedBefore(legs, index))
            {
                return false;
            }
        }

        return true;
    }

    private static bool IsNamedBefore(ReadOnlySpan<NewOrder> legs, int index)
    {
        for (var earlier = 0; earlier < index; earlier++)
        {
            if (legs[earlier].ClientOrderId == legs[index].ClientOrderId)
            {
                return true;
            }
        }

        return false;
    }

    /// <summary>OCO, OUO: one leg takes the profit, the other stops the loss.</summary>
    private static bool IsPair(ListKind kind, in NewOrder one, in NewOrder other)
    {
        var isOco = kind is ListKind.OneCancelsOther or ListKind.BracketOco;
        var bothFireAtExpiry = one.Order.Instructions.ExpiryAction == ExpiryAction.Trigger
            && other.Order.Instructions.ExpiryAction == ExpiryAction.Trigger;
        return one.Order.Side == other.Order.Side
            && one.Order.Quantity == other.Order.Quantity
            && ((TakesProfit(in one.Order) && StopsLoss(other.Order.OrderType))
                || (StopsLoss(one.Order.OrderType) && TakesProfit(in other.Order)))
            && !(isOco && bothFireAtExpiry);
    }

    private static bool TakesProfit(in SignedOrder order) =>
        order.OrderType is OrderType.TakeProfit or OrderType.TakeProfitLimit
        || (order.OrderType == OrderType.Limit
            && order.TimeInForce is (TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day));

    private static bool StopsLoss(OrderType type) => type is OrderType.Stop or OrderType.StopLimit
        or OrderType.TrailingStop or OrderType.TrailingStopLimit;

    /// <summary>T14: a parent that may open, and children that close the same quantity.</summary>
    private static bool IsFamily(ListKind kind, ReadOnlySpan<NewOrder> legs)
    {
        ref readonly var parent = ref legs[0].Order;
        if ((parent.Flags & OrderFlags.ReduceOnly) != 0 || OrderCombinations.IsTrailing(parent.OrderType))
        {
            return false;
        }

        foreach (ref readonly var leg in legs[1..])
        {
            ref readonly var child = ref leg.Order;
            if ((child.Flags & OrderFlags.ReduceOnly) == 0
                || child.Side == parent.Side
                || child.Quantity != parent.Quantity
                || child.OrderType == OrderType.Market
                || child.TimeInForce is TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill)
            {
                return false;
            }
        }

        return kind == ListKind.OneTriggersOther || IsPair(kind, in legs[1], in legs[ParentAndChild]);
    }
}
