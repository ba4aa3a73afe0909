using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Prices;

/// <summary>B2: refuses prices that are too aggressive.</summary>
internal static class EntryBand
{
    /// <summary>True if an order of this side may have this limit. The edges are inside; width 0 is no band.</summary>
    public static bool Allows(Market market, Side side, long priceTicks)
    {
        ref readonly var rules = ref market.Rules;
        if (rules.EntryBandTicks == 0 || Middle(market) is not { } middle)
        {
            return true;
        }

        var volatility = (Int128)rules.EntryBandVolatility * TickVolatility.InTicks(market.Prices.Volatility);
        var width = Int128.Max(rules.EntryBandTicks, volatility);
        return side == Side.Buy ? priceTicks <= middle + width : priceTicks >= middle - width;
    }

    private static Int128? Middle(Market market) =>
        market.Prices.HasMark ? market.Prices.MarkTicks : ReferencePrice.Of(market);
}
