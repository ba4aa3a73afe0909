using DexExtra.Engine.Book;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Matching;
using DexExtra.Engine.Prices;
using DexExtra.Engine.Risk;
using DexExtra.Messages;

namespace DexExtra.Engine.Triggers;

/// <summary>
/// What a released stop must pass before it matches (docs/matching.md §10): its price, its lots, and gates 8, 10 and
/// 11; in a call only its lots and room to rest.
/// </summary>
internal sealed class ReleaseGates(
    EngineState state, EffectivePrices prices, Matcher matcher, DryRun dryRun, OrderEntry entry)
{
    /// <summary>What the order trades up to and rests at; never worse than its hold's price.</summary>
    public long EffectivePrice(int slot, Market market)
    {
        ref readonly var order = ref state.Orders[slot];
        ref readonly var terms = ref state.Orders.Terms(slot);
        if (OrderCombinations.IsMarketLike(terms.Type))
        {
            return prices.Protected(order.Side, order.PriceTicks, market);
        }

        var limitTicks = terms.Type == OrderType.TrailingStopLimit
            ? TrailingLimit(order.Side, in terms, market)
            : terms.LimitTicks;
        return (terms.Flags & OrderFlags.PostOnlySlide) != 0 && market.IsMatching
            ? prices.Slid(order.Side, limitTicks, market)
            : limitTicks;
    }

    /// <summary>T9, I-RO: lots that the order may have now.</summary>
    public long AllowedLots(int slot)
    {
        ref readonly var order = ref state.Orders[slot];
        if (!order.IsReduceOnly)
        {
            return order.LeavesLots;
        }

        var positionLots = state.Positions[order.Position].Lots;
        var allowed = Math.Min(order.LeavesLots, Position.ClosableLots(positionLots, order.Side));
        var fraction = state.Orders.Terms(slot).PositionFraction;
        return fraction == 0
            ? allowed
            : Math.Min(allowed, (long)(Math.BigMul(Math.Abs(positionLots), (long)fraction) / Limits.BasisPoints));
    }

    /// <summary>None if the order may go live now.</summary>
    public RejectReason Check(int slot, Market market)
    {
        ref readonly var terms = ref state.Orders.Terms(slot);
        var reason = market.IsMatching ? CheckBook(slot, in terms, market) : RejectReason.None;
        ref readonly var order = ref state.Orders[slot];
        return reason == RejectReason.None
            && OrderCombinations.MayRest(terms.Type, terms.TimeInForce, terms.Flags)
            && !state.Books.HasRoom(market, order.Side, order.PriceTicks)
                ? RejectReason.LimitReached
                : reason;
    }

    private RejectReason CheckBook(int slot, in OrderTerms terms, Market market)
    {
        ref readonly var order = ref state.Orders[slot];
        if (OrderCombinations.IsMarketLike(terms.Type) && market.Opposite(order.Side).Best < 0)
        {
            return RejectReason.NoLiquidity;
        }

        if ((order.Traits & OrderTraits.PostOnly) != 0)
        {
            return matcher.WouldTrade(order.Side, order.PriceTicks, market)
                ? RejectReason.PostOnlyWouldCross
                : RejectReason.None;
        }

        var taker = entry.TakerOf(slot, market);
        return terms.TimeInForce == TimeInForce.FillOrKill
            ? dryRun.Check(in taker, market, taker.Lots)
            : RejectReason.None;
    }

    /// <summary>
    /// T11: the limit follows the trigger, on the price grid; without one, fired by its expiry, it is the signed one.
    /// </summary>
    private static long TrailingLimit(Side side, in OrderTerms terms, Market market)
    {
        if (!terms.HasWatermark)
        {
            return terms.LimitTicks;
        }

        var (floor, cap) = (market.Terms.FloorTicks, market.Terms.CapTicks);
        var increment = market.Rules.PriceIncrementTicks;
        var offset = (Int128)(side == Side.Buy ? terms.OffsetTicks : -terms.OffsetTicks);
        var wanted = (long)Int128.Clamp(terms.TriggerTicks + offset, floor, cap);
        return side == Side.Buy
            ? Math.Min(terms.LimitTicks, PriceGrid.Up(Math.Max(PriceGrid.Down(wanted, increment), floor), increment))
            : Math.Max(terms.LimitTicks, PriceGrid.Down(Math.Min(PriceGrid.Up(wanted, increment), cap), increment));
    }
}
