using System.Numerics;
using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>
/// A market's constants, as far as ticks and lots need them to become decimals. Conversion is exact; only the two
/// display averages round, half even to 8 decimals (F7). All results in units of 1e-8.
/// </summary>
internal sealed record MarketUnits(
    uint MarketId, uint AssetId, string MetricId, Int128 TickSize, Int128 LotSize, long TickValue,
    MarginMode MarginMode)
{
    public static MarketUnits Of(in MarketCreated created) => new(
        created.Request.MarketId,
        created.Request.AssetId,
        created.Request.MetricId.ToString(),
        created.Request.TickSize,
        created.Request.LotSize,
        created.TickValue,
        created.Request.MarginMode);

    public Int128 Price(long ticks) => checked(ticks * TickSize);

    public Int128 Quantity(long lots) => checked(lots * LotSize);

    /// <summary>A quantity of an accepted order, which is on the lot grid.</summary>
    public long Lots(UInt128 quantity) => checked((long)(quantity / (UInt128)LotSize));

    /// <summary>price × quantity × multiplier.</summary>
    public Int128 Value(long ticks, long lots) => checked((Int128)ticks * lots * TickValue);

    /// <summary>Σ ticks × lots over a number of lots, as a price; null without lots.</summary>
    public Int128? AveragePrice(Int128 tickLots, long lots) =>
        lots == 0 ? null : DivideHalfEven((BigInteger)tickLots * TickSize, lots);

    /// <summary>Average price of open lots from their exact cost; null when flat.</summary>
    public Int128? AverageEntry(Int128 cost, long lots) =>
        lots == 0 ? null : DivideHalfEven((BigInteger)cost * TickSize, (BigInteger)lots * TickValue);

    private static Int128 DivideHalfEven(BigInteger dividend, BigInteger divisor)
    {
        if (divisor.Sign < 0)
        {
            (dividend, divisor) = (-dividend, -divisor);
        }

        var quotient = BigInteger.DivRem(dividend, divisor, out var rest);
        var doubled = BigInteger.Abs(rest) * 2;
        var away = doubled > divisor || (doubled == divisor && !quotient.IsEven);
        return (Int128)(away ? quotient + dividend.Sign : quotient);
    }
}
