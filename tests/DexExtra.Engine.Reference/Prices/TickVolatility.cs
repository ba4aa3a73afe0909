using System.Numerics;

namespace DexExtra.Engine.Reference.Prices;

/// <summary>B2: mean move between mark prices in ticks, 16-bit fixed point, 0 at first.</summary>
public static class TickVolatility
{
    private static readonly BigInteger One = 65_536;

    /// <summary>After a mark that follows another one.</summary>
    public static BigInteger Next(BigInteger volatility, long previousMark, long mark) =>
        volatility
        + FixedMath.AwayFromZero(BigInteger.Abs((BigInteger)mark - previousMark) * One - volatility, 64);

    /// <summary>Rounded up.</summary>
    public static BigInteger InTicks(BigInteger volatility) => (volatility + One - 1) / One;
}
