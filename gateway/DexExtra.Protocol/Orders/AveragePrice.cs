namespace DexExtra.Protocol.Orders;

/// <summary>Average price of an order's trades in 1e-8, rounded half to even; exact integers only.</summary>
internal static class AveragePrice
{
    /// <param name="cumulativeTickLots">Σ price ticks × lots.</param>
    /// <param name="cumulativeLots">Σ lots.</param>
    /// <param name="tickSize">1e-8 per tick.</param>
    /// <returns>The null value when nothing traded or the tick size is beyond 64 bits.</returns>
    public static Int128 Of(Int128 cumulativeTickLots, long cumulativeLots, Int128 tickSize)
    {
        if (cumulativeLots <= 0 || tickSize <= 0 || tickSize > long.MaxValue)
        {
            return WireNull.Decimal128;
        }

        // whole ticks first: the remainder is below the lots, so its product with the tick size fits 126 bits
        var negative = cumulativeTickLots < 0;
        var (ticks, restTicks) = Int128.DivRem(Int128.Abs(cumulativeTickLots), cumulativeLots);
        var (whole, rest) = Int128.DivRem(restTicks * tickSize, cumulativeLots);
        var magnitude = checked((ticks * tickSize) + whole);
        var twice = rest * 2;
        if (twice > cumulativeLots || (twice == cumulativeLots && Int128.IsOddInteger(magnitude)))
        {
            magnitude++;
        }

        return negative ? -magnitude : magnitude;
    }
}
