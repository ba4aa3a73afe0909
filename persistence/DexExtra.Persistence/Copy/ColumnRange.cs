using System.Diagnostics.CodeAnalysis;

namespace DexExtra.Persistence.Copy;

/// <summary>
/// What the columns can hold, in units of 1e-8. Values of refused orders are asked first and left out if too large.
/// </summary>
[SuppressMessage("Naming", "CA1802:Use literals where appropriate", Justification = "Int128 has no literals")]
internal static class ColumnRange
{
    /// <summary>23:59:59 on the last day of the year 9999.</summary>
    public const ulong LastSecond = 253_402_300_799;

    private const int PriceDigits = 20;
    private const int MoneyDigits = 30;

    /// <summary>First magnitude beyond NUMERIC(20,8).</summary>
    public static readonly Int128 PriceLimit = PowerOfTen(PriceDigits);

    /// <summary>First magnitude beyond NUMERIC(30,8).</summary>
    public static readonly Int128 MoneyLimit = PowerOfTen(MoneyDigits);

    public static bool Fits(Int128 units, Int128 limit) => units > -limit && units < limit;

    private static Int128 PowerOfTen(int exponent)
    {
        Int128 power = 1;
        for (var digit = 0; digit < exponent; digit++)
        {
            power *= 10;
        }

        return power;
    }
}
