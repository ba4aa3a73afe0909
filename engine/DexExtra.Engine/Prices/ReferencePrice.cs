using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Prices;

/// <summary>A4: what a market's prices are compared with.</summary>
internal static class ReferencePrice
{
    /// <summary>
    /// The last price, of continuous trading or of an uncrossing; until there is one the initial reference, where the
    /// market has it. Null = no reference.
    /// </summary>
    public static long? Of(Market market)
    {
        if (market.Prices.HasLast)
        {
            return market.Prices.LastTicks;
        }

        ref readonly var rules = ref market.Rules;
        return (rules.Flags & TradingFlags.HasInitialReference) != 0 ? rules.InitialReferenceTicks : null;
    }

    /// <summary>True if two prices are at most so far apart.</summary>
    public static bool IsWithin(long priceTicks, long centerTicks, Int128 widthTicks) =>
        Int128.Abs((Int128)priceTicks - centerTicks) <= widthTicks;
}
