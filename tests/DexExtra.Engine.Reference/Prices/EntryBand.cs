using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Prices;

/// <summary>B2: limits too far on the aggressive side are refused.</summary>
public static class EntryBand
{
    /// <summary>Whether a LIMIT order at the price gets PRICE_OUTSIDE_BAND.</summary>
    public static bool Excludes(
        Side side, long priceTicks, in TradingRules rules, long? markTicks, long? referenceTicks, BigInteger volatility)
    {
        if (rules.EntryBandTicks == 0 || (markTicks ?? referenceTicks) is not { } center)
        {
            return false;
        }

        var width = BigInteger.Max(
            rules.EntryBandTicks, rules.EntryBandVolatility * TickVolatility.InTicks(volatility));
        return side == Side.Buy ? priceTicks > center + width : priceTicks < center - width;
    }
}
