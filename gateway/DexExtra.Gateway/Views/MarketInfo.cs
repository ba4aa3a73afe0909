using DexExtra.Messages;

namespace DexExtra.Gateway.Views;

/// <summary>
/// The constants of one market (Q1) and the exact conversions between what is signed (decimal 1e-8) and what the
/// engine counts (ticks, lots). Immutable; any thread.
/// </summary>
internal sealed class MarketInfo(in MarketCreated created, long sequence, long createdNs)
{
    public CreateMarket Request { get; } = created.Request;

    public uint MarketId => Request.MarketId;

    public uint AssetId => Request.AssetId;

    public string MetricId { get; } = created.Request.MetricId.ToString();

    /// <summary>Ledger units per tick per lot.</summary>
    public long TickValue { get; } = created.TickValue;

    /// <summary>Position of the creating command in the command log.</summary>
    public long Sequence { get; } = sequence;

    public long CreatedNs { get; } = createdNs;

    /// <summary>Decimal text of a price in ticks.</summary>
    public string Price(long ticks) => FixedPoint.Format(ticks * Request.TickSize);

    /// <summary>Decimal text of a quantity in lots.</summary>
    public string Quantity(long lots) => FixedPoint.Format(lots * Request.LotSize);

    /// <summary>
    /// Decimal text of Σ ticks × weight / Σ weight, 8 places, half even; display only (F7). Null for nothing.
    /// </summary>
    public string? AveragePrice(Int128 weightedTicks, Int128 weight)
    {
        if (weight == 0)
        {
            return null;
        }

        // both signed alike for positions: the average is taken over magnitudes of the weight
        var numerator = checked((weight < 0 ? -weightedTicks : weightedTicks) * Request.TickSize);
        var divisor = Int128.Abs(weight);
        var quotient = numerator / divisor;
        var twice = Int128.Abs(numerator - (quotient * divisor)) * 2;
        var roundsAway = twice > divisor || (twice == divisor && Int128.IsOddInteger(quotient));
        return FixedPoint.Format(roundsAway ? quotient + (numerator < 0 ? -1 : 1) : quotient);
    }

    /// <summary>
    /// Ticks and lots of a signed order, exact or refused (Q3): nothing is ever rounded. None when both convert.
    /// </summary>
    public RejectReason TryConvert(in SignedOrder order, out long priceTicks, out long quantityLots)
    {
        quantityLots = 0;
        var (ticks, priceRest) = Int128.DivRem(order.LimitPrice, Request.TickSize);
        var (lots, quantityRest) = UInt128.DivRem(order.Quantity, (UInt128)Request.LotSize);
        priceTicks = unchecked((long)ticks);
        if (priceRest != 0)
        {
            return RejectReason.PriceOffTick;
        }

        if (quantityRest != 0)
        {
            return RejectReason.QuantityOffLot;
        }

        if (lots == 0 || lots > long.MaxValue)
        {
            return RejectReason.QuantityOutOfRange;
        }

        quantityLots = (long)lots;
        return ticks == priceTicks ? RejectReason.None : RejectReason.PriceOutOfBounds;
    }
}
