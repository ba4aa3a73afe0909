using CsCheck;

namespace DexExtra.Messages.Tests;

public sealed class FixedPointTests
{
    [Theory]
    [InlineData("0", "0")]
    [InlineData("1", "100000000")]
    [InlineData("-40.5", "-4050000000")]
    [InlineData("0.00000001", "1")]
    [InlineData("-0.00000001", "-1")]
    [InlineData("9999999999999999999999.99999999", "999999999999999999999999999999")]
    public void Exact_text_is_read(string text, string expected)
    {
        Assert.True(FixedPoint.TryParse(text, out var value));
        Assert.Equal(Int128.Parse(expected, System.Globalization.CultureInfo.InvariantCulture), value);
    }

    [Theory] // Q3: refused, never rounded
    [InlineData(null)]
    [InlineData("")]
    [InlineData("-")]
    [InlineData(".5")]
    [InlineData("1.")]
    [InlineData("+1")]
    [InlineData("1e3")]
    [InlineData(" 1")]
    [InlineData("1 ")]
    [InlineData("1,5")]
    [InlineData("0.000000001")]
    [InlineData("--1")]
    [InlineData("1.2.3")]
    [InlineData("٣")]
    [InlineData("10000000000000000000000")]
    public void Anything_else_is_refused(string? text) => Assert.False(FixedPoint.TryParse(text, out _));

    [Fact]
    public void Format_and_parse_are_inverse() =>
        Gen.Select(Gen.ULong, Gen.ULong[0, 50_000_000_000], Gen.Bool).Sample((low, high, negative) =>
        {
            var value = (Int128)new UInt128(high, low);
            value = negative ? -value : value;
            return FixedPoint.TryParse(FixedPoint.Format(value), out var parsed) && parsed == value;
        });
}
