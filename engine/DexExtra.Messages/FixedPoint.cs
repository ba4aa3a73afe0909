using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace DexExtra.Messages;

/// <summary>
/// Decimal fixed point with 8 places in an Int128: the unit of signed prices and quantities, and of ledger money.
/// Text goes in and out exactly or not at all (Q3): nothing is rounded.
/// </summary>
public static class FixedPoint
{
    public const int Decimals = 8;
    public const long One = 100_000_000;

    private const int MaxIntegerDigits = 22;

    /// <summary>
    /// Parses <c>-?digits[.digits]</c> with at most 22 digits before and 8 after the point (NUMERIC(30,8)).
    /// Signs other than '-', exponents, blanks and empty parts are refused.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out Int128 value)
    {
        value = 0;
        if (string.IsNullOrEmpty(text))
        {
            return false;
        }

        ReadOnlySpan<char> digits = text;
        var negative = digits[0] == '-';
        digits = negative ? digits[1..] : digits;
        var point = digits.IndexOf('.');
        var whole = point < 0 ? digits : digits[..point];
        var fraction = point < 0 ? default : digits[(point + 1)..];
        if (whole.Length is 0 or > MaxIntegerDigits || fraction.Length > Decimals || (point >= 0 && fraction.IsEmpty))
        {
            return false;
        }

        Int128 magnitude = 0;
        if (!Accumulate(whole, ref magnitude) || !Accumulate(fraction, ref magnitude))
        {
            return false;
        }

        for (var place = fraction.Length; place < Decimals; place++)
        {
            magnitude *= 10;
        }

        value = negative ? -magnitude : magnitude;
        return true;
    }

    /// <summary>Shortest exact text: no trailing zeros, no exponent.</summary>
    public static string Format(Int128 value)
    {
        var magnitude = UInt128.CreateChecked(value < 0 ? -value : value);
        var (whole, fraction) = UInt128.DivRem(magnitude, (UInt128)One);
        var sign = value < 0 ? "-" : string.Empty;
        if (fraction == 0)
        {
            return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}");
        }

        var places = ((ulong)fraction).ToString("D8", CultureInfo.InvariantCulture).TrimEnd('0');
        return string.Create(CultureInfo.InvariantCulture, $"{sign}{whole}.{places}");
    }

    private static bool Accumulate(ReadOnlySpan<char> digits, ref Int128 magnitude)
    {
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                return false;
            }

            magnitude = (magnitude * 10) + (digit - '0');
        }

        return true;
    }
}
