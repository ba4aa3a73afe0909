namespace DexExtra.Messages.Tests;

public sealed class PrimitiveTests
{
    private const string Text = "0x00112233445566778899aabbccddeeff01234567";

    [Fact]
    public void Address_text_round_trips_and_ignores_case()
    {
        Assert.Equal(Text, Address.Parse(Text).ToString());
        Assert.Equal(Address.Parse(Text), Address.Parse("0x" + Text[2..].ToUpperInvariant()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("00112233445566778899aabbccddeeff01234567")]
    [InlineData("0x00112233445566778899aabbccddeeff0123456")]
    [InlineData("0x00112233445566778899aabbccddeeff012345678")]
    [InlineData("0x00112233445566778899aabbccddeeff0123456g")]
    public void Anything_but_0x_and_40_digits_is_no_address(string text) => Assert.False(Address.TryParse(text, out _));

    [Fact]
    public void Address_bytes_keep_their_order()
    {
        Span<byte> bytes = stackalloc byte[Address.SizeBytes];
        Address.Parse(Text).CopyTo(bytes);
        Assert.Equal(0x00, bytes[0]);
        Assert.Equal(0x11, bytes[1]);
        Assert.Equal(0x67, bytes[19]);
    }

    [Fact]
    public void Hash_text_round_trips()
    {
        var text = "0x" + string.Concat(Enumerable.Range(0, 32).Select(i => i.ToString("x2", null)));
        Assert.True(Hash32.TryParse(text, out var hash));
        Assert.Equal(text, hash.ToString());
    }

    [Fact]
    public void Signature_bytes_round_trip()
    {
        var encoded = Enumerable.Range(1, Signature.EncodedBytes).Select(i => (byte)i).ToArray();
        var decoded = new byte[Signature.EncodedBytes];
        Signature.Decode(encoded).CopyTo(decoded);
        Assert.Equal(encoded, decoded);
    }

    [Fact]
    public void Fixed_text_refuses_what_does_not_fit()
    {
        Assert.True(FixedText64.TryCreate(new string('x', 64), out var full));
        Assert.Equal(new string('x', 64), full.ToString());
        Assert.False(FixedText64.TryCreate(new string('x', 65), out _));
        Assert.False(FixedText64.TryCreate(new string('é', 33), out _));
        Assert.False(FixedText64.TryCreate("a\0b", out _));
        Assert.False(FixedText64.TryCreate(string.Empty, out _));
    }

    [Fact]
    public void Codes_are_upper_snake_case()
    {
        Assert.Equal("DUPLICATE_CLIENT_ID", Codes.Of(RejectReason.DuplicateClientId));
        Assert.Equal("FILL_LIMIT", Codes.Of(CancelReason.FillLimit));
    }
}
