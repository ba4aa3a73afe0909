using System.Numerics;
using DexExtra.Engine.Ledger;

namespace DexExtra.Engine.Tests.Ledger;

/// <summary>G5: shares of amounts, against numbers without bounds.</summary>
[Trait("rule", "G5")]
public sealed class MoneyMathTests
{
    [Fact]
    public void Shares_are_exact_and_rounded_as_they_say()
    {
        var dice = new Random(20_261);
        var compared = 0;
        while (compared < 20_000)
        {
            var (amount, part, whole) = (Any(dice), Any(dice), Int128.Max(1, Any(dice)));
            var product = (BigInteger)amount * (BigInteger)part;
            var down = BigInteger.DivRem(product, (BigInteger)whole, out var rest);
            var up = rest.IsZero ? down : down + 1;
            if (up > (BigInteger)Int128.MaxValue || (BigInteger)part > ((BigInteger)whole << 64))
            {
                continue;
            }

            compared++;
            Assert.Equal(down, (BigInteger)MoneyMath.Share(amount, part, whole));
            Assert.Equal(up, (BigInteger)MoneyMath.ShareUp(amount, part, whole));
            var half = BigInteger.DivRem((BigInteger)amount, (BigInteger)whole, out rest);
            Assert.Equal(rest.IsZero ? half : half + 1, (BigInteger)MoneyMath.DivideUp(amount, whole));
        }
    }

    [Fact]
    public void The_largest_values_do_not_overflow_on_the_way()
    {
        Assert.Equal(Int128.MaxValue, MoneyMath.Share(Int128.MaxValue, Int128.MaxValue, Int128.MaxValue));
        Assert.Equal(Int128.MaxValue, MoneyMath.ShareUp(Int128.MaxValue, Int128.MaxValue, Int128.MaxValue));
        Assert.Equal(Int128.MaxValue - 1, MoneyMath.Share(Int128.MaxValue, Int128.MaxValue - 1, Int128.MaxValue));
        Assert.Equal(0, MoneyMath.Share(0, Int128.MaxValue, 1));
        Assert.Equal(1, MoneyMath.ShareUp(1, 1, Int128.MaxValue));
        Assert.Throws<OverflowException>(() => MoneyMath.Share(Int128.MaxValue, 2, 1));
    }

    /// <summary>Any magnitude is as likely as any other.</summary>
    private static Int128 Any(Random dice)
    {
        var bits = dice.Next(0, 127);
        var value = ((UInt128)(ulong)dice.NextInt64() << 64) | (ulong)dice.NextInt64() << 1;
        return (Int128)(value & ((UInt128.One << bits) - 1));
    }
}
