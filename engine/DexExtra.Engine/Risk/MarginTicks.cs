using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Prices;
using DexExtra.Messages;

namespace DexExtra.Engine.Risk;

/// <summary>
/// R2, M3: how many ticks a market's price must be able to move against so many lots (docs/money.md §4). Absolute
/// ticks, never a share of the price (G6). Never more than the way to the bound.
/// </summary>
internal static class MarginTicks
{
    /// <summary>R2: initial margin, ticks per lot.</summary>
    public static Int128 Initial(Market market, Int128 lots, Int128 wayToBound, ulong nowSeconds) =>
        IsKnown(market) ? Bounded(market, Scan(market, lots), wayToBound, nowSeconds) : wayToBound;

    /// <summary>R2: maintenance margin, ticks per lot.</summary>
    public static Int128 Maintenance(Market market, Int128 lots, Int128 wayToBound, ulong nowSeconds)
    {
        if (!IsKnown(market))
        {
            return wayToBound;
        }

        var ticks = MoneyMath.DivideUp(Scan(market, lots) * market.Risk.MaintenanceBp, Limits.BasisPoints);
        return Bounded(market, ticks, wayToBound, nowSeconds);
    }

    /// <summary>R2: least scan range or recent moves, before add-ons and ramp.</summary>
    public static Int128 BaseScan(Market market) => Int128.Max(
        market.Risk.MinScanTicks, market.Risk.ScanVolatility * TickVolatility.InTicks(market.Prices.Volatility));

    private static bool IsKnown(Market market) => market.Risk.MinScanTicks > 0 && market.MarginPrice is not null;

    private static Int128 Scan(Market market, Int128 lots) =>
        MoneyMath.DivideUp(BaseScan(market) * (Limits.BasisPoints + AddOn(market, lots)), Limits.BasisPoints);

    /// <summary>Concentration and open interest, basis points.</summary>
    private static Int128 AddOn(Market market, Int128 lots)
    {
        ref readonly var risk = ref market.Risk;
        Int128 openInterest = market.LongLots;
        var basis = Int128.Max(1, Int128.Max(openInterest, risk.ConcentrationBaseLots));
        var share = Int128.Min(Limits.BasisPoints, MoneyMath.DivideUp(lots * Limits.BasisPoints, basis));
        var above = Int128.Max(0, share - risk.ConcentrationFreeBp);
        var addOn = MoneyMath.DivideUp(above * risk.ConcentrationBp, Limits.BasisPoints);
        if (risk.OpenInterestBaseLots == 0)
        {
            return addOn;
        }

        Int128 most = EngineLimits.MaxOpenInterestSteps * risk.OpenInterestBp;
        return addOn
            + Int128.Min(most, MoneyMath.DivideUp(openInterest * risk.OpenInterestBp, risk.OpenInterestBaseLots));
    }

    private static Int128 Bounded(Market market, Int128 ticks, Int128 wayToBound, ulong nowSeconds)
    {
        ref readonly var risk = ref market.Risk;
        if (risk.RampSeconds == 0)
        {
            return Int128.Min(ticks, wayToBound);
        }

        var target = risk.JumpTicks == 0 ? wayToBound : risk.JumpTicks;
        var end = market.Terms.Life.TerminationSeconds;
        var start = end - risk.RampSeconds;
        if (nowSeconds > start && target > ticks)
        {
            var elapsed = Math.Min(nowSeconds, end) - start;
            ticks += MoneyMath.DivideUp((target - ticks) * elapsed, risk.RampSeconds);
        }

        return Int128.Min(ticks, wayToBound);
    }
}
