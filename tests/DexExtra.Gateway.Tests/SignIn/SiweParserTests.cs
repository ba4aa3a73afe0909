using DexExtra.Gateway.SignIn;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.SignIn;

/// <summary>The grammar of ERC-4361 to the last character.</summary>
public sealed class SiweParserTests
{
    // the example of the standard
    private const string Standard =
        "https://example.com wants you to sign in with your Ethereum account:\n"
        + "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2\n\n"
        + "I accept the ExampleOrg Terms of Service: https://example.com/tos\n\n"
        + "URI: https://example.com/login\nVersion: 1\nChain ID: 1\nNonce: 32891756\n"
        + "Issued At: 2021-09-30T16:25:24Z\nResources:\n"
        + "- ipfs://bafybeiemxf5abjwjbikoz4mc3a3dla6ual3jsgpdr4cjr3oz3evfyavhwq/\n"
        + "- https://example.com/my-web2-claim.json";

    [Fact]
    public void The_example_of_the_standard_is_read()
    {
        var message = SiweParser.Parse(Standard, out _)!;

        Assert.Equal(
            ("https", "example.com", "0xC02aaA39b223FE8D0A0e5C4F27eAD9083C756Cc2",
                "I accept the ExampleOrg Terms of Service: https://example.com/tos"),
            (message.Scheme, message.Domain, ChecksumAddress.Format(message.Address), message.Statement));
        Assert.Equal(
            ("https://example.com/login", 1UL, "32891756", new DateTimeOffset(2021, 9, 30, 16, 25, 24, TimeSpan.Zero)),
            (message.Uri, message.ChainId, message.Nonce, message.IssuedAt));
        Assert.Null(message.ExpirationTime ?? message.NotBefore);
        Assert.Null(message.RequestId);
        Assert.Equal(2, message.Resources.Count);
    }

    [Fact]
    public void A_text_has_one_form_only()
    {
        var message = SiweParser.Parse(Standard, out _)! with
        {
            ExpirationTime = DateTimeOffset.UnixEpoch.AddYears(60),
            NotBefore = DateTimeOffset.UnixEpoch,
            RequestId = "a-1",
        };
        foreach (var variant in new[]
        {
            message, message with { Statement = null }, message with { Scheme = null, Resources = [] },
            message with { ExpirationTime = null, RequestId = null }, message with { NotBefore = null },
        })
        {
            var text = variant.Format();
            var read = SiweParser.Parse(text, out var wrongPart);
            Assert.Equal(text, read?.Format());
            Assert.Empty(wrongPart);
        }
    }

    [Theory]
    [InlineData("https://example.com wants", "https://example .com wants", "domain")]
    [InlineData("https://example.com wants", "https://user@example.com wants", "domain")]
    [InlineData("https://example.com wants", "https://example.com/path wants", "domain")]
    [InlineData("https://example.com wants", " wants", "domain")]
    [InlineData("account:\n", "account: \n", "domain")]
    [InlineData("0xC02a", "0xc02a", "address")]
    [InlineData("6Cc2", "6Cc", "address")]
    [InlineData("6Cc2\n\n", "6Cc2\n", "blank line")]
    [InlineData("tos\n\nURI", "tos\nURI", "blank line")]
    [InlineData("I accept", "I \u00e4ccept", "statement")]
    [InlineData("I accept", "I\taccept", "statement")]
    [InlineData("URI: https://example.com/login", "URI: login", "URI")]
    [InlineData("URI: https://example.com/login", "URI: https://example.com/lo gin", "URI")]
    [InlineData("URI: ", "uri: ", "URI")]
    [InlineData("Version: 1", "Version: 01", "Version")]
    [InlineData("Chain ID: 1", "Chain ID: -1", "Chain ID")]
    [InlineData("Chain ID: 1", "Chain ID: 0x1", "Chain ID")]
    [InlineData("Nonce: 32891756", "Nonce: 3289175", "Nonce")]
    [InlineData("Nonce: 32891756", "Nonce: 3289_1756", "Nonce")]
    [InlineData("2021-09-30T16:25:24Z", "2021-09-30 16:25:24Z", "Issued At")]
    [InlineData("2021-09-30T16:25:24Z", "2021-13-30T16:25:24Z", "Issued At")]
    [InlineData("2021-09-30T16:25:24Z", "2021-09-30T16:25:24", "Issued At")]
    [InlineData("Resources:\n", "Expiration Time: soon\nResources:\n", "Expiration Time")]
    [InlineData("Resources:\n", "Request ID: a b\nResources:\n", "Request ID")]
    [InlineData("Resources:\n", "Request ID: a\nNot Before: 2021-09-30T16:25:24Z\nResources:\n", "end")]
    [InlineData("- ipfs", "* ipfs", "-")]
    [InlineData("claim.json", "claim.json\n", "-")]
    [InlineData("claim.json", "claim.json\nmore", "-")]
    [InlineData("\nVersion", "\r\nVersion", "URI")]
    public void Anything_else_is_named(string right, string wrong, string part)
    {
        var text = Standard.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(Standard, text);

        Assert.Null(SiweParser.Parse(text, out var wrongPart));
        Assert.Equal(part, wrongPart);
    }

    // whatever is read is exactly what was signed, and nothing throws
    [Fact]
    public void A_text_that_was_tampered_with_is_refused_or_says_what_it_says()
    {
        const int seed = 20261123;
        var random = new Random(seed);
        var read = 0;
        for (var round = 0; round < 50_000; round++)
        {
            var text = Standard.ToCharArray();
            for (var change = random.Next(1, 4); change > 0; change--)
            {
                text[random.Next(text.Length)] = (char)random.Next(1, 128);
            }

            var message = SiweParser.Parse(new string(text), out var wrongPart);
            Assert.Equal(message is null, wrongPart.Length > 0);
            if (message is not null)
            {
                read++;
                var again = message.Format().Replace(".000Z", "Z", StringComparison.Ordinal);
                Assert.Equal(new string(text).Replace("+00:00", "Z", StringComparison.Ordinal), again);
            }
        }

        Assert.True(read > 0, $"seed {seed}");
    }

    [Fact]
    public void Neither_nothing_nor_very_much_is_a_text()
    {
        Assert.Null(SiweParser.Parse(string.Empty, out _));
        Assert.Null(SiweParser.Parse(Standard + new string('a', 5_000), out _));
    }
}
