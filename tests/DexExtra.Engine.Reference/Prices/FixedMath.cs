using System.Numerics;

namespace DexExtra.Engine.Reference.Prices;

/// <summary>Division with a named rounding; divisors above 0.</summary>
public static class FixedMath
{
    /// <summary>Toward negative infinity.</summary>
    public static BigInteger Floor(BigInteger value, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var remainder);
        return remainder.Sign < 0 ? quotient - 1 : quotient;
    }

    /// <summary>Away from zero: a mean moved by it arrives at a constant value and never passes it.</summary>
    public static BigInteger AwayFromZero(BigInteger value, BigInteger divisor)
    {
        var quotient = BigInteger.DivRem(value, divisor, out var remainder);
        return quotient + remainder.Sign;
    }
}
