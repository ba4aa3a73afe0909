namespace DexExtra.Engine.Margin;

/// <summary>
/// L5: place of a position in the queue of deleveraging, u / equity of its unit, as a fraction that is never divided.
/// Profits at equity 0 or below come first, then profits by score; positions without profit come last.
/// </summary>
internal readonly struct Score(int position, long lots, Int128 profit, Int128 equity)
{
    /// <summary>Classes by log2 of the score: 0 is below 2^−31, 62 from 2^31 on, 63 without equity.</summary>
    public const int Classes = 64;

    private const int Middle = 32;

    public readonly int Position = position;

    /// <summary>|q|.</summary>
    public readonly long Lots = Math.Abs(lots);

    /// <summary>u.</summary>
    public readonly Int128 Profit = profit;

    /// <summary>Of its unit.</summary>
    public readonly Int128 Equity = equity;

    /// <summary>True if it is deleveraged before another one. Ties: larger |q|, then older.</summary>
    public bool IsBefore(in Score other)
    {
        var (group, otherGroup) = (Group, other.Group);
        if (group != otherGroup)
        {
            return group < otherGroup;
        }

        var order = group == 1 ? Compare(other.Profit, other.Equity, Profit, Equity) : 0;
        if (order != 0)
        {
            return order < 0;
        }

        return Lots == other.Lots ? Position < other.Position : Lots > other.Lots;
    }

    /// <summary>Class of a profit; the larger, the earlier.</summary>
    public int Class()
    {
        if (Equity <= 0)
        {
            return Classes - 1;
        }

        var power = Bits(Profit) - Bits(Equity);
        var isBelow = power >= 0 ? Profit < Equity << power : Profit << -power < Equity;
        return Math.Clamp(power - (isBelow ? 1 : 0) + Middle, 0, Classes - 2);
    }

    private int Group => Profit <= 0 ? 2 : Equity <= 0 ? 0 : 1;

    private static int Bits(Int128 value) => 128 - (int)Int128.LeadingZeroCount(value);

    /// <summary>Compares two positive fractions by their continued fractions: no product can overflow.</summary>
    private static int Compare(Int128 above, Int128 below, Int128 otherAbove, Int128 otherBelow)
    {
        for (var sign = 1; ; sign = -sign)
        {
            var (whole, rest) = Int128.DivRem(above, below);
            var (otherWhole, otherRest) = Int128.DivRem(otherAbove, otherBelow);
            if (whole != otherWhole)
            {
                return whole < otherWhole ? -sign : sign;
            }

            if (rest == 0 || otherRest == 0)
            {
                return sign * (rest == otherRest ? 0 : rest == 0 ? -1 : 1);
            }

            (above, below) = (below, rest);
            (otherAbove, otherBelow) = (otherBelow, otherRest);
        }
    }
}
