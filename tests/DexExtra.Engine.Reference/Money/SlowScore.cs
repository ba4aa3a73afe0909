using System.Numerics;

namespace DexExtra.Engine.Reference.Money;

/// <summary>L5: a position's place among those that are deleveraged, first by u / equity of its unit (§9).</summary>
internal readonly record struct SlowScore(SlowPosition Position, Int128 Profit, Int128 Equity) : IComparable<SlowScore>
{
    /// <summary>Profits without equity, profits, no profits.</summary>
    private int Group => Profit <= 0 ? 2 : Equity <= 0 ? 0 : 1;

    /// <summary>Negative if it is deleveraged before the other. Ties: larger |q|, then older.</summary>
    public int CompareTo(SlowScore other)
    {
        var order = Group.CompareTo(other.Group);
        if (order == 0 && Group == 1)
        {
            order = ((BigInteger)other.Profit * Equity).CompareTo((BigInteger)Profit * other.Equity);
        }

        if (order == 0)
        {
            order = Math.Abs(other.Position.Lots).CompareTo(Math.Abs(Position.Lots));
        }

        return order != 0 ? order : Position.Index.CompareTo(other.Position.Index);
    }
}
