using DexExtra.Messages;

namespace DexExtra.Engine.Ledger;

/// <summary>Products and quotients of non-negative amounts that never overflow on the way (G5).</summary>
internal static class MoneyMath
{
    /// <summary>amount × part / whole, rounded down. The result must fit Int128, part ≤ 2^64 × whole.</summary>
    public static Int128 Share(Int128 amount, Int128 part, Int128 whole)
    {
        var (times, rest) = Int128.DivRem(amount, whole);
        return checked((times * part) + MultiplyDivide(rest, part, whole, roundUp: false));
    }

    /// <summary>amount × part / whole, rounded up.</summary>
    public static Int128 ShareUp(Int128 amount, Int128 part, Int128 whole)
    {
        var (times, rest) = Int128.DivRem(amount, whole);
        return checked((times * part) + MultiplyDivide(rest, part, whole, roundUp: true));
    }

    /// <summary>Rounded up; both not negative.</summary>
    public static Int128 DivideUp(Int128 amount, Int128 divisor) =>
        amount / divisor + (amount % divisor == 0 ? 0 : 1);

    /// <summary>F9: ledger units in one smallest unit of a token.</summary>
    public static Int128 TokenUnit(uint decimals)
    {
        Int128 unit = 1;
        for (var place = decimals; place < FixedPoint.Decimals; place++)
        {
            unit *= 10;
        }

        return unit;
    }

    /// <summary>left × right / divisor by way of 256 bits; left &lt; divisor, so the quotient is below right.</summary>
    private static Int128 MultiplyDivide(Int128 left, Int128 right, Int128 divisor, bool roundUp)
    {
        UInt128 quotient = 0;
        UInt128 rest = 0;
        var factor = (UInt128)right;
        var modulus = (UInt128)divisor;
        var step = (UInt128)left;
        for (var bit = 127 - (int)UInt128.LeadingZeroCount(factor | 1); bit >= 0; bit--)
        {
            quotient <<= 1;
            rest <<= 1;
            if (rest >= modulus)
            {
                rest -= modulus;
                quotient++;
            }

            if (((factor >> bit) & 1) != 0)
            {
                rest += step;
                if (rest >= modulus)
                {
                    rest -= modulus;
                    quotient++;
                }
            }
        }

        return (Int128)(quotient + (roundUp && rest != 0 ? UInt128.One : 0));
    }
}
