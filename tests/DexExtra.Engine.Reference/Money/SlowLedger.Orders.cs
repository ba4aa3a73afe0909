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
        var position = Position(wallet, market);
        var order = new SlowOrder(accepted.OrderId, position, request)
        {
            Leaves = request.QuantityLots,
            Hold = accepted.Hold,
        };
        FindHoldPerLot(order, in accepted);
        That(Orders.TryAdd(order.OrderId, order), "an order id is used twice", wallet);
        CountLeaves(order, order.Leaves);
        TakeHold(wallet, position.Mode == MarginMode.Cross, accepted.Hold);
        ExpectBalances(wallet, accepted.Available, accepted.Held, accepted.Owed);
    }

    /// <summary>
    /// The hold is lots × hold per lot. Plain limit and market orders: by the rule; where fewer lots than asked for are
    /// held, OrderReduced must say so next. Others hold at prices that the event does not show: the hold divides.
    /// </summary>
    private void FindHoldPerLot(SlowOrder order, in OrderAccepted accepted)
    {
        var isPlain = order.Request.Order.OrderType is OrderType.Limit or OrderType.Market
            && !order.HasBudget && accepted.ListKind == ListKind.None;
        if (!isPlain)
        {
            order.HoldPerLot = order.Hold / Math.Max(1, order.Leaves);
            order.EntryLeaves = -1;
            return;
        }

        var perLot = HoldPerLot(order.Position, order.Side, accepted.EffectivePriceTicks, order.Leaves, order.IsReduceOnly);
        order.HoldPerLot = perLot;
        if (perLot == 0)
        {
            Expect("hold", 0, order.Hold, order.Position.Wallet);
            order.EntryLeaves = -1;
            return;
        }

        var lots = order.Hold / perLot;
        That(order.Hold == lots * perLot && lots > 0 && lots <= order.Leaves, "the hold is no number of lots × " + perLot
            + " but " + order.Hold, order.Position.Wallet);
        if (lots < order.Leaves)
        {
            order.EntryLeaves = (long)lots;
        }
    }

    private Int128 HoldPerLot(SlowPosition position, Side side, long priceTicks, long lots, bool isReduceOnly)
    {
        var market = position.Market;
        var fee = SlowFees.WorstPerLot(market.Terms, market.TickValue);
        if (position.Mode == MarginMode.Full)
        {
            return fee + (isReduceOnly ? 0 : market.OpeningCost(side, priceTicks));
        }

        Int128 ticks = 0;
        if (market.MarginPrice is { } mark)
        {
            ticks = Math.Max(0, side == Side.Buy ? priceTicks - mark : mark - priceTicks);
        }

        if (position.Mode == MarginMode.Isolated && !isReduceOnly)
        {
            var most = side == Side.Buy
                ? (Int128)position.Lots + position.BuyLeaves + lots
                : (Int128)position.SellLeaves + lots - position.Lots;
            ticks += SlowMargin.InitialTicks(market, Int128.Max(most, lots), side, NowSeconds);
        }

        return fee + (ticks * market.TickValue);
    }

    private void OnReduced(in OrderReduced reduced)
    {
        var order = Order(reduced.OrderId);
        var wallet = Touch(order.Position.Wallet);
        if (order.EntryLeaves != 0 && reduced.Released == 0 && order.HoldPerLot * reduced.ReducedLots != 0)
        {
            Expect("leaves on entry", order.EntryLeaves < 0 ? reduced.LeavesLots : order.EntryLeaves, reduced.LeavesLots, wallet);
            order.HoldPerLot = order.Hold / Math.Max(1, reduced.LeavesLots);
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
        CountLeaves(order, amended.LeavesLots - order.Leaves);
        order.Leaves = amended.LeavesLots;
        order.EntryLeaves = 0;
        var more = amended.Hold - order.Hold;
        if (more >= 0)
        {
            TakeHold(wallet, order.Position.Mode == MarginMode.Cross, more);
            order.Hold = amended.Hold;
        }
        else
        {
            GiveHold(order, -more);
        }

        order.HoldPerLot = order.Hold / Math.Max(1, order.Leaves);
        Expect("hold by lot", order.HoldPerLot * order.Leaves, order.Hold, wallet);
        ExpectBalances(wallet, amended.Available, amended.Held, amended.Owed);
    }

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
        }
        else
        {
            order.Position.SellLeaves += lots;
        }
    }

    private void End(SlowOrder order)
    {
        CountLeaves(order, -order.Leaves);
        order.Leaves = 0;
        Orders.Remove(order.OrderId);
    }
}
