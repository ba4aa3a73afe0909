namespace DexExtra.Signing.Tests;

/// <summary>Against published vectors: ERC-55 itself, and digests that ethers and viem document.</summary>
public sealed class PersonalMessageTests
{
    [Theory]
    [InlineData("Hello World", "0xa1de988600a42c4b4ab089b619297c17d53cffae5d5120d82d8a92d0bb3b78f2")]
    [InlineData("hello world", "0xd9eba16ed0ecae432b71fe008c98cc872bb4cc214d3220a36f365326cf807d68")]
    public void A_text_has_the_published_digest(string text, string digest) =>
        Assert.Equal(digest, PersonalMessage.Digest(text).ToString());

    [Fact]
    public void The_length_is_that_of_the_bytes() =>
        Assert.Equal(
            Keccak256.Hash("\u0019Ethereum Signed Message:\n2\u00fc"u8), PersonalMessage.Digest("\u00fc"));

    [Theory]
    [InlineData("0x52908400098527886E0F7030069857D2E4169EE7")]
    [InlineData("0xde709f2102306220921060314715629080e2fb77")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0xfB6916095ca1df60bB79Ce92cE3Ea74c37c5d359")]
    [InlineData("0xdbF03B407c01E7cD3CBea99509d93f8DDDC8C6FB")]
    [InlineData("0xD1220A0cf47c7B9Be7A2E6BA89F429762e7b9aDb")]
    public void The_addresses_of_the_standard_keep_their_capitals(string text)
    {
        Assert.True(ChecksumAddress.TryParse(text, out var address));
        Assert.Equal(text, ChecksumAddress.Format(address));
        var other = text.Contains('e', StringComparison.Ordinal)
            ? text.Replace('e', 'E') : text.Replace('E', 'e');
        Assert.False(ChecksumAddress.TryParse(other, out _));
    }

    [Theory]
    [InlineData("")]
    [InlineData("0x")]
    [InlineData("5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAed")]
    [InlineData("0x5aAeb6053F3E94C9b9A09f33669435E7Ef1BeAe")]
    public void What_is_no_address_is_refused(string text) => Assert.False(ChecksumAddress.TryParse(text, out _));
}
