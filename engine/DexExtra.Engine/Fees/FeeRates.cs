using DexExtra.Engine.Ledger;
using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Fees;

/// <summary>
/// F1, F2: what a market's terms ask for a fill, before discounts (docs/money.md §3); ledger units. Rounded up for the
/// payer per fill; a rebate is negative and rounded toward zero.
/// </summary>
internal static class FeeRates
{
    /// <summary>The fee of one side of a fill.</summary>
    public static Int128 Of(Market market, FeeKind kind, long priceTicks, long lots)
    {
        ref readonly var terms = ref market.Terms;
        if (terms.FeeModel == FeeModel.PerContract)
        {
            return Math.BigMul(lots, PerContract(in terms, kind));
        }

        Int128 rate = Rate(in terms, kind);
        var gross = (Int128)lots * Ticks(in terms, priceTicks) * market.TickValue * Int128.Abs(rate);
        return rate < 0 ? -(gross / FixedPoint.One) : MoneyMath.DivideUp(gross, FixedPoint.One);
    }

    /// <summary>O-BUDGET: a taker's fee per lot at a price, rounded up: fills of any size cost no more.</summary>
    public static long TakerPerLot(Market market, long priceTicks) =>
        (long)Of(market, FeeKind.Taker, priceTicks, 1);

    /// <summary>F5, F6: the largest of the three fees of one lot, at the price where it is largest.</summary>
    public static long WorstPerLot(in CreateMarket terms, long tickValue)
    {
        if (terms.FeeModel == FeeModel.PerContract)
        {
            return Math.Max(terms.AuctionFeePerLot, Math.Max(terms.TakerFeePerLot, terms.MakerFeePerLot));
        }

        var range = (Int128)terms.CapTicks - terms.FloorTicks;
        var ticks = terms.FeeModel == FeeModel.Range ? range / 2 : terms.CapTicks;
        Int128 rate = Math.Max(terms.AuctionFeeRate, Math.Max(terms.TakerFeeRate, (long)terms.MakerFeeRate));
        return (long)MoneyMath.DivideUp(ticks * tickValue * rate, FixedPoint.One);
    }

    private static long PerContract(in CreateMarket terms, FeeKind kind) => kind switch
    {
        FeeKind.Taker => terms.TakerFeePerLot,
        FeeKind.Maker => terms.MakerFeePerLot,
        _ => terms.AuctionFeePerLot,
    };

    private static long Rate(in CreateMarket terms, FeeKind kind) => kind switch
    {
        FeeKind.Taker => terms.TakerFeeRate,
        FeeKind.Maker => terms.MakerFeeRate,
        _ => terms.AuctionFeeRate,
    };

    private static Int128 Ticks(in CreateMarket terms, long priceTicks) => terms.FeeModel == FeeModel.Range
        ? Int128.Min((Int128)priceTicks - terms.FloorTicks, (Int128)terms.CapTicks - priceTicks)
        : priceTicks;
}
