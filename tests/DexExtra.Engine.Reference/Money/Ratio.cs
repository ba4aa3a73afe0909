using System.Numerics;

namespace DexExtra.Engine.Reference.Money;

/// <summary>Products and quotients by way of big integers.</summary>
internal static class Ratio
{
    /// <summary>a × b / c toward minus infinity.</summary>
    public static Int128 Down(Int128 a, Int128 b, Int128 c) => (Int128)Floor((BigInteger)a * b, c);

    /// <summary>a × b / c toward plus infinity.</summary>
    public static Int128 Up(Int128 a, Int128 b, Int128 c) => (Int128)(-Floor(-((BigInteger)a * b), c));

    /// <summary>a × b / c toward zero.</summary>
    public static Int128 TowardZero(Int128 a, Int128 b, Int128 c) => (Int128)((BigInteger)a * b / c);

    private static BigInteger Floor(BigInteger amount, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(amount, divisor, out var rest);
        return rest.Sign < 0 ? quotient - 1 : quotient;
    }
}
