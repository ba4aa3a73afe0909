using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>What an order of any type holds (R1, docs/money.md §5; docs/matching.md §3, §8–§11).</summary>
public sealed partial class SlowLedger
{
    /// <summary>Lots that the account has not open yet are <see cref="SlowDemand.MoreLots"/> of all of them.</summary>
    private static SlowDemand DemandOf(SlowWallet wallet, SlowMarket market, in NewOrder request, bool isChild, long holdTicks)
    {
        ref readonly var signed = ref request.Order;
        return new SlowDemand
        {
            Wallet = wallet,
            Market = market,
            Side = signed.Side,
            IsReduceOnly = (signed.Flags & OrderFlags.ReduceOnly) != 0,
            IsConfirmed = (signed.Flags & OrderFlags.ConfirmLarge) != 0,
            MayStayOpen = isChild || signed.OrderType is not (OrderType.Limit or OrderType.Market)
                || OrderCombinations.MayRest(signed.OrderType, signed.TimeInForce, signed.Flags),
            HasTrigger = OrderCombinations.IsTriggered(signed.OrderType),
            PriceTicks = holdTicks,
            Lots = request.QuantityLots,
            MoreLots = request.QuantityLots,
        };
    }

    /// <summary>
    /// The worst price that it may trade at: of a stop its trigger with protection, of a market order what the book made
    /// of it, of everything else the signed limit, or where a post-only order slid to.
    /// </summary>
    private long HoldTicks(SlowMarket market, in OrderAccepted accepted, SlowWallet wallet)
    {
        ref readonly var signed = ref accepted.Request.Order;
        var (limit, effective) = (accepted.Request.PriceTicks, accepted.EffectivePriceTicks);
        var mayDiffer = signed.OrderType is OrderType.Market or OrderType.Pegged or OrderType.Stop or OrderType.TakeProfit
            || (signed.Flags & OrderFlags.PostOnlySlide) != 0;
        That(mayDiffer || effective == limit, "an effective price that is not the signed one", wallet);
        That(signed.Side == Side.Buy ? effective <= limit : effective >= limit, "a price worse than the signed one", wallet);
        if (signed.OrderType is OrderType.Stop or OrderType.TakeProfit)
        {
            var ticks = Protected(market, signed.Side, limit, (long)(signed.TriggerPrice / market.Terms.TickSize));
            Expect("price of a stop (T6)", ticks, effective, wallet);
        }

        return signed.OrderType == OrderType.Pegged ? limit : effective;
    }

    /// <summary>T6: the tighter of the limit and trigger ± protection, that inside floor and cap and on the grid.</summary>
    private static long Protected(SlowMarket market, Side side, long limitTicks, long triggerTicks)
    {
        ref readonly var terms = ref market.Terms;
        var step = market.Rules.PriceIncrementTicks;
        if (side == Side.Buy)
        {
            var high = (long)Int128.Min(terms.CapTicks, (Int128)triggerTicks + terms.ProtectionTicks);
            return Math.Min(limitTicks, (long)Ratio.Down(high, 1, step) * step);
        }

        var low = (long)Int128.Max(terms.FloorTicks, (Int128)triggerTicks - terms.ProtectionTicks);
        return Math.Max(limitTicks, (long)Ratio.Up(low, 1, step) * step);
    }

    /// <summary>FULL: opening cost and worst fee. Margin: worst fee, immediate loss and, of isolated ones, initial margin.</summary>
    private Int128 HoldPerLot(in SlowDemand demand)
    {
        var market = demand.Market;
        var fee = SlowFees.WorstPerLot(market.Terms, market.TickValue);
        if (!market.IsMargin)
        {
            return fee + (demand.IsReduceOnly ? 0 : market.OpeningCost(demand.Side, demand.PriceTicks));
        }

        Int128 ticks = 0;
        if (market.MarginPrice is { } mark)
        {
            ticks = Math.Max(0, demand.Side == Side.Buy ? demand.PriceTicks - mark : mark - demand.PriceTicks);
        }

        ticks += HoldsMargin(in demand) ? IsolatedTicks(in demand) : 0;
        return fee + (ticks * market.TickValue);
    }

    /// <summary>§5: isolated orders hold their initial margin; reduce-only ones have none.</summary>
    private static bool HoldsMargin(in SlowDemand demand) => demand.Mode == MarginMode.Isolated && !demand.IsReduceOnly;

    /// <summary>Initial ticks of the most lots that its side could hold with it, at least its own.</summary>
    private Int128 IsolatedTicks(in SlowDemand demand)
    {
        var (more, reducing) = (demand.MoreLots + demand.EarlierLots, demand.MoreReducing + demand.EarlierReducing);
        var most = demand.Position?.Most(demand.Side, more, reducing) ?? more - reducing;
        return SlowMargin.InitialTicks(demand.Market, Int128.Max(most, demand.Lots), demand.Side, NowSeconds);
    }

    /// <summary>Gate 7: a reduce-only order enters with what it can close; stops that wait and children with all.</summary>
    private static long EntryLots(in SlowDemand demand, bool isChild) =>
        demand.IsReduceOnly && !isChild && !demand.HasTrigger
            ? Math.Min(demand.Lots, demand.Position?.Closable(demand.Side) ?? 0)
            : demand.Lots;

    /// <summary>O-BUDGET: a lot costs its opening and the taker's fee, rounded up and before discounts (§3).</summary>
    private static Int128 BudgetPerLot(SlowMarket market, Side side, long priceTicks) =>
        market.OpeningCost(side, priceTicks) + SlowFees.Taker(market, priceTicks, 1);
}
