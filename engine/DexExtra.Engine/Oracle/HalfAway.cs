namespace DexExtra.Engine.Oracle;

/// <summary>M4: quotients rounded to the nearest whole number, halves away from zero, whatever the sign.</summary>
internal static class HalfAway
{
    /// <summary>The divisor is positive and below 2^126.</summary>
    public static Int128 Divide(Int128 amount, Int128 divisor)
    {
        var (quotient, rest) = Int128.DivRem(amount, divisor);
        return Int128.Abs(rest) * 2 < divisor ? quotient : quotient + Int128.Sign(rest);
    }
}
