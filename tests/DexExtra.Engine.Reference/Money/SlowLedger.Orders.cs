using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Orders: what they hold, by the rules of holds (R1, docs/money.md §5), and that they give all of it back.</summary>
public sealed partial class SlowLedger
{
    private void OnAccepted(in OrderAccepted accepted)
    {
        var request = accepted.Request;
        var wallet = Touch(in request.Order.Account, accepted.AssetId);
        var market = Touch(Market(request.Order.MarketId));
        var isChild = accepted.Status == OrderStatus.Dormant;
        var demand = DemandOf(wallet, market, in request, isChild, HoldTicks(market, in accepted, wallet));
        ExpectMayEnter(in request.Order, wallet);
        ExpectInLimits(in demand, isNew: true);
        var position = Position(wallet, market);
        var order = new SlowOrder(accepted.OrderId, position, request)
        {
            MayStayOpen = demand.MayStayOpen,
            IsOco = accepted.ListKind == ListKind.OneCancelsOther,
            Leaves = request.QuantityLots,
            Hold = accepted.Hold,
            HoldPerLot = HoldPerLot(in demand),
            HoldTicks = demand.PriceTicks,
            PriceTicks = accepted.EffectivePriceTicks,
        };
        var lots = ExpectHold(order, in demand, isChild);
        ExpectAdmitted(demand with { Lots = lots, MoreLots = lots, Hold = accepted.Hold });
        That(Orders.TryAdd(order.OrderId, order), "an order id is used twice", wallet);
        CountOrder(order, 1);
        CountLeaves(order, order.Leaves);
        market.Sizes.Add(request.QuantityLots);
        TakeHold(wallet, position.Mode == MarginMode.Cross, accepted.Hold);
        ExpectBalances(wallet, accepted.Available, accepted.Held, accepted.Owed);
    }

    /// <summary>
    /// The hold is lots × hold per lot; where fewer lots than asked for are held, OrderReduced must say so next. With a
    /// budget: not more than it, and exactly what its fills will cost. Returns the lots, as far as they are known.
    /// </summary>
    private long ExpectHold(SlowOrder order, in SlowDemand demand, bool isChild)
    {
        if (order.HasBudget)
        {
            That(order.Hold <= (Int128)order.Request.Order.Instructions.Budget, "a hold beyond the budget", demand.Wallet);
            order.EntryLeaves = -1;
            return order.Leaves;
        }

        var lots = EntryLots(in demand, isChild);
        Expect("hold", lots * order.HoldPerLot, order.Hold, demand.Wallet);
        order.EntryLeaves = lots < order.Leaves ? lots : 0;
        return lots;
    }

    private void OnReduced(in OrderReduced reduced)
    {
        var order = Order(reduced.OrderId);
        var wallet = Touch(order.Position.Wallet);
        if (order.EntryLeaves > 0)
        {
            Expect("leaves on entry", order.EntryLeaves, reduced.LeavesLots, wallet);
            Expect("released on entry", 0, reduced.Released, wallet);
        }
        else if (!order.HasBudget)
        {
            Expect("released", order.HoldPerLot * reduced.ReducedLots, reduced.Released, wallet);
        }

        order.EntryLeaves = 0;
        CountLeaves(order, -reduced.ReducedLots);
        order.Leaves -= reduced.ReducedLots;
        Expect("leaves", order.Leaves, reduced.LeavesLots, wallet);
        GiveHold(order, reduced.Released);
        ExpectBalances(wallet, reduced.Available, reduced.Held, reduced.Owed);
    }

    private void OnCancelled(in OrderCancelled cancelled)
    {
        var order = Order(cancelled.OrderId);
        var wallet = Touch(order.Position.Wallet);
        Expect("released", order.Hold, cancelled.Released, wallet);
        Expect("cancelled lots", order.Leaves, cancelled.CancelledLots, wallet);
        Expect("cumulative lots", order.CumulativeLots, cancelled.CumulativeLots, wallet);
        GiveHold(order, order.Hold);
        End(order);
        ExpectBalances(wallet, cancelled.Available, cancelled.Held, cancelled.Owed);
    }

    private void OnAmended(in OrderAmended amended)
    {
        var order = Order(amended.OrderId);
        var wallet = Touch(order.Position.Wallet);
        var perLot = PerLotAfter(order, in amended);
        Expect("hold after an amend", perLot * amended.LeavesLots, amended.Hold, wallet);
        var (more, moreLots) = (amended.Hold - order.Hold, Math.Max(0, amended.LeavesLots - order.Leaves));
        if (!order.IsOco && (more > 0 || moreLots > 0))
        {
            var demand = DemandOf(wallet, order.Position.Market, order.Request, isChild: false, order.HoldTicks) with
            {
                Lots = amended.LeavesLots,
                MoreLots = moreLots,
                Hold = more,
            };
            ExpectInLimits(in demand, isNew: false);
            ExpectAdmitted(in demand);
        }

        CountLeaves(order, amended.LeavesLots - order.Leaves);
        (order.Leaves, order.EntryLeaves, order.HoldPerLot) = (amended.LeavesLots, 0, perLot);
        if (more >= 0)
        {
            TakeHold(wallet, order.Position.Mode == MarginMode.Cross, more);
            order.Hold = amended.Hold;
        }
        else
        {
            GiveHold(order, -more);
        }

        ExpectBalances(wallet, amended.Available, amended.Held, amended.Owed);
    }

    /// <summary>
    /// The hold per lot follows limit and trigger, in margin markets with more lots also the mark (§5); what keeps its
    /// place changes neither. The other leg of an OCO keeps its own (T12). Where no number shows whether the limit
    /// changed, the hold may be either.
    /// </summary>
    private Int128 PerLotAfter(SlowOrder order, in OrderAmended amended)
    {
        var position = order.Position;
        var isPeg = order.Request.Order.OrderType == OrderType.Pegged;
        var isRepriced = !isPeg && order.PriceTicks != amended.PriceTicks;
        var isMore = position.Market.IsMargin && amended.LeavesLots > order.Leaves;
        order.PriceTicks = amended.PriceTicks;
        var isSame = (order.IsOco && amended.RequestClientOrderId == 0) || (amended.KeepsPriority != 0 && !isMore);
        if (isSame || (!isMore && !isRepriced && amended.Hold == order.HoldPerLot * amended.LeavesLots))
        {
            return order.HoldPerLot;
        }

        order.HoldTicks = isPeg ? order.HoldTicks : amended.PriceTicks;
        var demand = DemandOf(position.Wallet, position.Market, order.Request, isChild: false, order.HoldTicks) with
        {
            Lots = amended.LeavesLots,
            MoreLots = Math.Max(0, amended.LeavesLots - order.Leaves),
        };
        var isUnknown = order.IsOco && HoldsMargin(in demand);
        return isUnknown ? amended.Hold / Math.Max(1, amended.LeavesLots) : HoldPerLot(in demand);
    }

    /// <summary>A peg's limit changes with its replacement only; the price of others is in the event that follows.</summary>
    private void OnReplaced(in OrderReplaced replaced)
    {
        var order = Order(replaced.OrderId);
        var isPeg = order.Request.Order.OrderType == OrderType.Pegged;
        order.HoldTicks = isPeg ? replaced.Request.PriceTicks : order.HoldTicks;
    }

    private void OnTriggered(in OrderTriggered triggered) =>
        Order(triggered.OrderId).PriceTicks = triggered.EffectivePriceTicks;

    private SlowOrder Order(long orderId) =>
        Orders.GetValueOrDefault(orderId) ?? throw Failure($"order {orderId} is not open");

    private void TakeHold(SlowWallet wallet, bool mayOwe, Int128 amount)
    {
        That(mayOwe || amount <= wallet.Available, "a hold is more than what is available (R1)", wallet);
        wallet.Charge(amount);
        wallet.Held += amount;
    }

    private static void GiveHold(SlowOrder order, Int128 amount)
    {
        order.Hold -= amount;
        order.Position.Wallet.Held -= amount;
        order.Position.Wallet.PayIn(amount);
    }

    private static void CountLeaves(SlowOrder order, long lots)
    {
        if (order.Side == Side.Buy)
        {
            order.Position.BuyLeaves += lots;
            order.Position.ReducingBuys += order.IsReduceOnly ? lots : 0;
        }
        else
        {
            order.Position.SellLeaves += lots;
            order.Position.ReducingSells += order.IsReduceOnly ? lots : 0;
        }
    }

    private void End(SlowOrder order)
    {
        CountLeaves(order, -order.Leaves);
        order.Leaves = 0;
        Forget(order);
    }

    private void Forget(SlowOrder order)
    {
        CountOrder(order, -1);
        Orders.Remove(order.OrderId);
    }
}
