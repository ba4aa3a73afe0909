namespace DexExtra.Engine.Prices;

/// <summary>Rounding of moving means.</summary>
internal static class Steps
{
    /// <summary>Quotient rounded away from zero, so that a mean reaches a constant value and never passes it.</summary>
    public static Int128 AwayFromZero(Int128 difference, int divisor) =>
        (difference + (Int128.Sign(difference) * (divisor - 1))) / divisor;
}
