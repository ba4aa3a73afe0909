using DexExtra.Engine.Fees;
using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Markets;

/// <summary>
/// Q1, G5: the proof made once at market creation that no later amount can overflow or need rounding. Every bound is
/// in <see cref="EngineLimits"/>.
/// </summary>
internal static class MarketRules
{
    /// <summary>The tick value in ledger units per tick per lot, or null when the terms are not acceptable.</summary>
    public static long? TickValue(in CreateMarket terms, uint tokenDecimals)
    {
        if (!HasValidShape(in terms) || !HasValidPrices(in terms))
        {
            return null;
        }

        var scaled = Product(Product(terms.TickSize, terms.LotSize), terms.Multiplier);
        if (scaled is not { } product || product % EngineLimits.TickValueScale != 0)
        {
            return null;
        }

        var tickValue = product / EngineLimits.TickValueScale;
        return tickValue > 0
            && tickValue <= EngineLimits.MaxLotValue
            && tickValue % MoneyMath.TokenUnit(tokenDecimals) == 0
            && LargestTicks(in terms) <= EngineLimits.MaxLotValue / tickValue
                ? (long)tickValue
                : null;
    }

    private static bool HasValidShape(in CreateMarket terms) =>
        terms.MarketId != 0
        && terms.MetricId[0] != 0
        && IsIncrement(terms.TickSize)
        && IsIncrement(terms.LotSize)
        && IsIncrement(terms.Multiplier)
        && terms.MaxOrderLots is >= 1 and <= EngineLimits.MaxPositionLots
        && terms.MaxOrderLots <= EngineLimits.MaxTradeQuantity / terms.LotSize
        && FeeTerms.AreValid(in terms)
        && terms.ProtectionTicks >= 0
        && terms.InitialState is (MarketState.Draft or MarketState.Pending or MarketState.Continuous)
        && terms.MarginMode is (MarginMode.Full or MarginMode.Cross or MarginMode.Isolated)
        && terms.FeeModel is (FeeModel.PerContract or FeeModel.Range or FeeModel.Notional);

    private static bool HasValidPrices(in CreateMarket terms) =>
        terms.FloorTicks < terms.CapTicks
        && Int128.Abs(terms.FloorTicks) * terms.TickSize <= EngineLimits.MaxPrice
        && Int128.Abs(terms.CapTicks) * terms.TickSize <= EngineLimits.MaxPrice;

    private static bool IsIncrement(Int128 value) => value > 0 && value <= EngineLimits.MaxIncrement;

    /// <summary>The largest number of ticks any formula multiplies by the tick value.</summary>
    private static Int128 LargestTicks(in CreateMarket terms) => Int128.Max(
        Int128.Max(Int128.Abs(terms.FloorTicks), Int128.Abs(terms.CapTicks)),
        (Int128)terms.CapTicks - terms.FloorTicks);

    /// <summary>Null when a factor is null or the product of two positive factors exceeds Int128.</summary>
    private static Int128? Product(Int128? left, Int128 right) =>
        left is { } factor && factor <= Int128.MaxValue / right ? factor * right : null;
}
