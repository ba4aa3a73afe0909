using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Prices;

/// <summary>B3, B4: the window of a taker that starts now, and what a price at its edge breaches.</summary>
internal static class ExecutionWindow
{
    public static PriceWindow Of(Market market, ulong nowSeconds)
    {
        ref readonly var rules = ref market.Rules;
        if (rules.ExecutionBandTicks == 0 && rules.FirstTrigger.Ticks == 0 && rules.SecondTrigger.Ticks == 0
            && rules.ThirdTrigger.Ticks == 0)
        {
            return new PriceWindow(long.MinValue, long.MaxValue);
        }

        var centers = new WindowCenters(
            rules.ExecutionBandTicks > 0 ? ReferencePrice.Of(market) : null,
            Center(market, in rules.FirstTrigger, nowSeconds),
            Center(market, in rules.SecondTrigger, nowSeconds),
            Center(market, in rules.ThirdTrigger, nowSeconds));
        var window = new PriceWindow(long.MinValue, long.MaxValue) { Centers = centers };
        window = Narrow(window, centers.Band, rules.ExecutionBandTicks);
        window = Narrow(window, centers.First, rules.FirstTrigger.Ticks);
        window = Narrow(window, centers.Second, rules.SecondTrigger.Ticks);
        return Narrow(window, centers.Third, rules.ThirdTrigger.Ticks);
    }

    /// <summary>True if the band itself excludes a price.</summary>
    public static bool IsOutsideBand(in PriceWindow window, in TradingRules rules, long priceTicks) =>
        IsOutside(window.Centers.Band, rules.ExecutionBandTicks, priceTicks);

    /// <summary>Seconds that the triggers which exclude a price call for.</summary>
    public static long TriggerSeconds(in PriceWindow window, in TradingRules rules, long priceTicks) =>
        Seconds(window.Centers.First, in rules.FirstTrigger, priceTicks)
        + Seconds(window.Centers.Second, in rules.SecondTrigger, priceTicks)
        + Seconds(window.Centers.Third, in rules.ThirdTrigger, priceTicks);

    private static long Seconds(long? center, in VolatilityTrigger trigger, long priceTicks) =>
        IsOutside(center, trigger.Ticks, priceTicks) ? trigger.AuctionSeconds : 0;

    private static bool IsOutside(long? center, long width, long priceTicks) =>
        center is { } middle && !ReferencePrice.IsWithin(priceTicks, middle, width);

    /// <summary>Price one horizon ago; null = the trigger is unused or has no price to compare with.</summary>
    private static long? Center(Market market, in VolatilityTrigger trigger, ulong nowSeconds)
    {
        if (trigger.Ticks == 0)
        {
            return null;
        }

        var then = nowSeconds - Math.Min(nowSeconds, trigger.HorizonSeconds);
        return market.Prices.History.Before(then) ?? ReferencePrice.Of(market);
    }

    private static PriceWindow Narrow(PriceWindow window, long? center, long width)
    {
        if (center is not { } middle)
        {
            return window;
        }

        return window with
        {
            LowTicks = (long)Int128.Max(window.LowTicks, (Int128)middle - width),
            HighTicks = (long)Int128.Min(window.HighTicks, (Int128)middle + width),
        };
    }
}
