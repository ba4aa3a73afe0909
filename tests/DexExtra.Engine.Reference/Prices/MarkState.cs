using System.Numerics;

namespace DexExtra.Engine.Reference.Prices;

/// <summary>
/// B7, B2: the mark in ticks, the mean of mids in half ticks and the volatility in ticks, both 16-bit fixed point.
/// </summary>
public sealed record MarkState(long? MarkTicks, BigInteger? MeanMid, BigInteger Volatility)
{
    public static MarkState Empty => new(null, null, BigInteger.Zero);
}
