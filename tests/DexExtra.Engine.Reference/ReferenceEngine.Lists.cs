using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>§11: a list enters as one.</summary>
public sealed partial class ReferenceEngine
{
    private void Apply(in NewOrderList request)
    {
        var legs = NewOrderList.LegsOf(in request)[..Math.Min((int)request.LegCount, NewOrderList.MaxLegs)].ToArray();
        if (legs.Any(leg => !_state.Accounts.ContainsKey(leg.Order.Account)))
        {
            RejectStrangers(legs);
            return;
        }

        if (legs.Any(leg => KnownOrder(in leg) is not null))
        {
            AnswerRepeats(legs);
            return;
        }

        var list = new ReferenceList(request.Kind);
        foreach (var leg in legs)
        {
            var order = new ReferenceOrder(leg, _state.Accounts[leg.Order.Account]);
            (order.List, order.LegIndex) = (list, list.Legs.Count);
            list.Legs.Add(order);
        }

        if (IsListValid(in request, legs))
        {
            AdmitList(list);
        }
        else
        {
            foreach (var leg in legs)
            {
                Reject(in leg, RejectReason.InvalidOrderList, ++_state.Accounts[leg.Order.Account].Sequence);
            }
        }
    }

    private ReferenceOrder? KnownOrder(in NewOrder leg) =>
        _state.Accounts[leg.Order.Account].Orders.GetValueOrDefault(leg.ClientOrderId);

    private void RejectStrangers(NewOrder[] legs)
    {
        foreach (var leg in legs)
        {
            var isKnown = _state.Accounts.TryGetValue(leg.Order.Account, out var account);
            Reject(
                in leg, isKnown ? RejectReason.InvalidOrderList : RejectReason.UnknownAccount,
                isKnown ? ++account!.Sequence : 0);
        }
    }

    private void AnswerRepeats(NewOrder[] legs)
    {
        var known = legs.Select(leg => KnownOrder(in leg)).ToList();
        foreach (var (leg, earlier) in legs.Zip(known))
        {
            if (earlier is not null)
            {
                Repeat(in leg, earlier);
            }
            else
            {
                Reject(in leg, RejectReason.ListRejected, ++_state.Accounts[leg.Order.Account].Sequence);
            }
        }
    }

    private void AdmitList(ReferenceList list)
    {
        if (list.Legs.Find(leg => OrderKeyRefusal(in leg.Request) != RejectReason.None) is { } outside)
        {
            var code = OrderKeyRefusal(in outside.Request);
            list.Legs.ForEach(leg => Reject(
                in leg.Request, leg == outside ? code : RejectReason.ListRejected, ++leg.Account.Sequence));
            return;
        }

        var passed = new List<ReferenceOrder>();
        foreach (var leg in list.Legs)
        {
            var reason = Admit(leg, passed);
            if (reason != RejectReason.None)
            {
                list.Legs.ForEach(other => Refuse(other, other == leg ? reason : RejectReason.ListRejected));
                return;
            }

            passed.Add(leg);
        }

        list.Legs.ForEach(leg => leg.OrderId = _state.Sequence + (leg.LegIndex * Limits.LegOrderIdStep));
        list.Legs.ForEach(_state.Remember);
        list.Legs.ForEach(AcceptNew);
        list.Legs.ForEach(EnterNew);
    }

    private static bool IsListValid(in NewOrderList request, NewOrder[] legs)
    {
        var count = request.Kind switch
        {
            ListKind.OneCancelsOther or ListKind.OneUpdatesOther => legs.Length == 2,
            ListKind.OneTriggersOther => legs.Length is 2 or 3,
            ListKind.BracketOco or ListKind.BracketOuo => legs.Length == 3,
            _ => false,
        };
        if (!count || request.LegCount != legs.Length || !legs.All(leg => FitsWith(in legs[0], in leg))
            || legs.DistinctBy(leg => leg.ClientOrderId).Count() != legs.Length)
        {
            return false;
        }

        return request.Kind switch
        {
            ListKind.OneCancelsOther => IsPair(in legs[0], in legs[1], true),
            ListKind.OneUpdatesOther => IsPair(in legs[0], in legs[1], false),
            ListKind.OneTriggersOther => IsFamily(legs),
            ListKind.BracketOco => IsFamily(legs) && IsPair(in legs[1], in legs[2], true),
            _ => IsFamily(legs) && IsPair(in legs[1], in legs[2], false),
        };
    }

    private static bool FitsWith(in NewOrder first, in NewOrder leg)
    {
        var order = leg.Order;
        return order.Account == first.Order.Account && order.MarketId == first.Order.MarketId
            && (order.OrderType is OrderType.Limit or OrderType.Market
                || OrderCombinations.IsTriggered(order.OrderType))
            && !order.Flags.HasFlag(OrderFlags.AllOrNone)
            && order.Instructions.Budget == 0;
    }

    /// <summary>T12, T13.</summary>
    private static bool IsPair(in NewOrder one, in NewOrder other, bool isOco)
    {
        var isTied = one.Order.Side == other.Order.Side && one.Order.Quantity == other.Order.Quantity
            && ((IsProfitLeg(in one.Order) && IsStopLeg(in other.Order))
                || (IsProfitLeg(in other.Order) && IsStopLeg(in one.Order)));
        var bothTrigger = one.Order.Instructions.ExpiryAction == ExpiryAction.Trigger
            && other.Order.Instructions.ExpiryAction == ExpiryAction.Trigger;
        return isTied && !(isOco && bothTrigger);
    }

    private static bool IsProfitLeg(in SignedOrder order) =>
        order.OrderType is OrderType.TakeProfit or OrderType.TakeProfitLimit
        || (order.OrderType == OrderType.Limit && IsLasting(order.TimeInForce));

    private static bool IsStopLeg(in SignedOrder order) => order.OrderType is OrderType.Stop or OrderType.StopLimit
        or OrderType.TrailingStop or OrderType.TrailingStopLimit;

    private static bool IsLasting(TimeInForce timeInForce) =>
        timeInForce is TimeInForce.GoodTillCancel or TimeInForce.GoodTillDate or TimeInForce.Day;

    /// <summary>T14: the parent first.</summary>
    private static bool IsFamily(NewOrder[] legs)
    {
        var parent = legs[0].Order;
        return !parent.Flags.HasFlag(OrderFlags.ReduceOnly) && !OrderCombinations.IsTrailing(parent.OrderType)
            && legs.Skip(1).All(child => IsChildOf(in parent, in child.Order));
    }

    private static bool IsChildOf(in SignedOrder parent, in SignedOrder child) =>
        child.Flags.HasFlag(OrderFlags.ReduceOnly)
        && child.Side != parent.Side
        && child.Quantity == parent.Quantity
        && child.OrderType != OrderType.Market
        && child.TimeInForce is not (TimeInForce.ImmediateOrCancel or TimeInForce.FillOrKill);
}
