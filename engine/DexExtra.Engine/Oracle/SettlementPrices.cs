using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Oracle;

/// <summary>M4, M7, M8: the ticks at which a market is paid out. Always inside floor and cap.</summary>
internal static class SettlementPrices
{
    /// <summary>An oracle's value, 1e-8, or null where the market refuses values outside floor and cap.</summary>
    public static long? OfValue(Market market, Int128 value)
    {
        ref readonly var terms = ref market.Terms;
        var ticks = HalfAway.Divide(value, terms.TickSize);
        var isInside = ticks >= terms.FloorTicks && ticks <= terms.CapTicks;
        return isInside || terms.Life.OutOfRange == OutOfRange.Clamp ? Bounded(market, ticks) : null;
    }

    /// <summary>M7: without an answer; says whether fees are returned.</summary>
    public static long OfFallback(Market market, out bool isVoid)
    {
        isVoid = market.Terms.Life.Fallback == SettlementFallback.Void || !market.Prices.HasMark;
        if (isVoid)
        {
            return MeanEntry(market);
        }

        ref readonly var mean = ref market.MarkMean;
        return mean.CountedNs == 0
            ? market.Prices.MarkTicks
            : Bounded(market, HalfAway.Divide(mean.TickNs, mean.CountedNs));
    }

    /// <summary>Mean entry price of all open lots; without any nobody is paid and the price says nothing.</summary>
    private static long MeanEntry(Market market)
    {
        if (market.LongLots == 0)
        {
            return market.MarginPrice ?? market.Terms.FloorTicks;
        }

        var shortCost = market.Cost - market.LongCost;
        var lots = 2 * (Int128)market.LongLots;
        return Bounded(market, HalfAway.Divide(market.LongCost - shortCost, lots * market.TickValue));
    }

    private static long Bounded(Market market, Int128 ticks) =>
        (long)Int128.Clamp(ticks, market.Terms.FloorTicks, market.Terms.CapTicks);
}
