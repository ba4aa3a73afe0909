using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Matching;

/// <summary>Prices that an order gets from book and trigger; never worse for the owner than what was signed.</summary>
internal sealed class EffectivePrices(EngineState state)
{
    /// <summary>O-MKT: the tighter of the worst price and the best opposite price ± protection.</summary>
    public long Protected(Side side, long worstTicks, Market market)
    {
        var best = market.Opposite(side).Best;
        return best < 0 ? worstTicks : Around(side, worstTicks, state.Books.Level(best).PriceTicks, market);
    }

    /// <summary>The tighter of the worst price and a price ± protection, on the grid (T6).</summary>
    public static long Around(Side side, long worstTicks, long aroundTicks, Market market)
    {
        // distances to the bounds, not sums: around ± protection may lie outside Int64
        ref readonly var terms = ref market.Terms;
        var protection = terms.ProtectionTicks;
        var increment = market.Rules.PriceIncrementTicks;
        if (side == Side.Buy)
        {
            var highest = aroundTicks + Math.Min(protection, terms.CapTicks - aroundTicks);
            return Math.Min(worstTicks, PriceGrid.Down(highest, increment));
        }

        var lowest = aroundTicks - Math.Min(protection, aroundTicks - terms.FloorTicks);
        return Math.Max(worstTicks, PriceGrid.Up(lowest, increment));
    }

    /// <summary>
    /// I-PO-2: the grid price behind the best opposite price if that is the more passive one. Where the market has no
    /// such price, the limit itself: gate 10 refuses it.
    /// </summary>
    public long Slid(Side side, long limitTicks, Market market)
    {
        var best = market.Opposite(side).Best;
        if (best < 0)
        {
            return limitTicks;
        }

        var bestTicks = state.Books.Level(best).PriceTicks;
        var increment = market.Rules.PriceIncrementTicks;
        if (side == Side.Buy ? limitTicks < bestTicks : limitTicks > bestTicks)
        {
            return limitTicks;
        }

        var behind = side == Side.Buy
            ? PriceGrid.Down(bestTicks - 1, increment)
            : PriceGrid.Up(bestTicks + 1, increment);
        return market.Allows(behind) ? behind : limitTicks;
    }
}
