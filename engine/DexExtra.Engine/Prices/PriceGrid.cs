using DexExtra.Messages;

namespace DexExtra.Engine.Prices;

/// <summary>Q2: the prices that orders may have, and the conversion of signed amounts to ticks and lots.</summary>
internal static class PriceGrid
{
    public static bool IsOn(long ticks, long increment) => ticks % increment == 0;

    /// <summary>The highest grid price that is not above.</summary>
    public static long Down(long ticks, long increment) => ticks - Remainder(ticks, increment);

    /// <summary>The lowest grid price that is not below.</summary>
    public static long Up(long ticks, long increment)
    {
        var rest = Remainder(ticks, increment);
        return rest == 0 ? ticks : ticks + (increment - rest);
    }

    /// <summary>Rounds away from the other side: buys down, sells up.</summary>
    public static long Passive(Side side, long ticks, long increment) =>
        side == Side.Buy ? Down(ticks, increment) : Up(ticks, increment);

    /// <summary>An amount in 1e-8 as a whole number of units; false if it is none or does not fit.</summary>
    public static bool TryConvert(Int128 amount, Int128 unit, out long count)
    {
        var (quotient, rest) = Int128.DivRem(amount, unit);
        count = 0;
        if (rest != 0 || quotient > long.MaxValue || quotient < -long.MaxValue)
        {
            return false;
        }

        count = (long)quotient;
        return true;
    }

    /// <summary>The same for an amount that cannot be negative.</summary>
    public static bool TryConvert(UInt128 amount, Int128 unit, out long count)
    {
        count = 0;
        return amount <= (UInt128)Int128.MaxValue && TryConvert((Int128)amount, unit, out count);
    }

    private static long Remainder(long ticks, long increment)
    {
        var rest = ticks % increment;
        return rest < 0 ? rest + increment : rest;
    }
}
