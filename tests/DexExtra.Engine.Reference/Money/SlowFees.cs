using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Money;

/// <summary>F1–F5: fees of a market's terms before discounts; ledger units.</summary>
internal static class SlowFees
{
    /// <summary>Taker, maker and auction fee of a fill; a rebate is negative.</summary>
    public static Int128 Taker(SlowMarket market, long priceTicks, long lots) =>
        Fee(market, priceTicks, lots, market.Terms.TakerFeePerLot, market.Terms.TakerFeeRate);

    public static Int128 Maker(SlowMarket market, long priceTicks, long lots) =>
        Fee(market, priceTicks, lots, market.Terms.MakerFeePerLot, market.Terms.MakerFeeRate);

    public static Int128 Auction(SlowMarket market, long priceTicks, long lots) =>
        Fee(market, priceTicks, lots, market.Terms.AuctionFeePerLot, market.Terms.AuctionFeeRate);

    /// <summary>The largest of the three for one lot, at the price where it is largest.</summary>
    public static Int128 WorstPerLot(in CreateMarket terms, long tickValue)
    {
        if (terms.FeeModel == FeeModel.PerContract)
        {
            return Math.Max(terms.TakerFeePerLot, Math.Max(terms.MakerFeePerLot, terms.AuctionFeePerLot));
        }

        var ticks = terms.FeeModel == FeeModel.Range ? (terms.CapTicks - terms.FloorTicks) / 2 : terms.CapTicks;
        var rate = Math.Max((long)terms.TakerFeeRate, Math.Max(terms.MakerFeeRate, (long)terms.AuctionFeeRate));
        return Ratio.Up((Int128)ticks * tickValue, rate, FixedPoint.One);
    }

    private static Int128 Fee(SlowMarket market, long priceTicks, long lots, long perLot, long rate)
    {
        ref readonly var terms = ref market.Terms;
        if (terms.FeeModel == FeeModel.PerContract)
        {
            return (Int128)lots * perLot;
        }

        var ticks = terms.FeeModel == FeeModel.Notional
            ? priceTicks
            : Math.Min(priceTicks - terms.FloorTicks, terms.CapTicks - priceTicks);
        var value = (Int128)lots * ticks * market.TickValue;
        return rate < 0 ? -Ratio.Down(value, -rate, FixedPoint.One) : Ratio.Up(value, rate, FixedPoint.One);
    }
}
