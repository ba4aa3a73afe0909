using System.Numerics;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Products and quotients by way of big integers, or of plain ones where the product is sure to fit.</summary>
internal static class Ratio
{
    /// <summary>a × b / c toward minus infinity.</summary>
    public static Int128 Down(Int128 a, Int128 b, Int128 c) =>
        TryMultiply(a, b, c, out var product) ? Floor(product, (long)c) : (Int128)Floor((BigInteger)a * b, c);

    /// <summary>a × b / c toward plus infinity.</summary>
    public static Int128 Up(Int128 a, Int128 b, Int128 c) =>
        TryMultiply(a, b, c, out var product) ? -Floor(-product, (long)c) : (Int128)(-Floor(-((BigInteger)a * b), c));

    /// <summary>a × b / c toward zero.</summary>
    public static Int128 TowardZero(Int128 a, Int128 b, Int128 c) =>
        TryMultiply(a, b, c, out var product) ? product / (long)c : (Int128)((BigInteger)a * b / c);

    private static bool TryMultiply(Int128 a, Int128 b, Int128 c, out long product)
    {
        product = 0;
        if (!IsLong(a) || !IsLong(b) || !IsLong(c))
        {
            return false;
        }

        var high = Math.BigMul((long)a, (long)b, out product);
        return high == product >> 63 && product != long.MinValue;
    }

    private static bool IsLong(Int128 value) => value >= long.MinValue && value <= long.MaxValue;

    private static long Floor(long amount, long divisor)
    {
        var (quotient, rest) = Math.DivRem(amount, divisor);
        return rest < 0 ? quotient - 1 : quotient;
    }

    private static BigInteger Floor(BigInteger amount, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(amount, divisor, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
