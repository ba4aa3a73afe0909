using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

/// <summary>
/// Commands that are read by their typed data hash like those with a hash of their own, which the wallet's vectors
/// prove; what is not of a field's type is refused by name.
/// </summary>
public sealed class TypedFieldsTests
{
    private static readonly Eip712Domain Domain = Vectors.Domain;

    [Fact]
    public void Digests_are_those_of_the_hand_written_hashes()
    {
        var state = new SetMarketState { MarketId = 7, State = MarketState.Halted };
        Assert.Equal(
            OperatorHash.Digest(Domain, in state, 99),
            Parse(Eip712Type.SetMarketState, ("marketId", "7"), ("state", "6"), ("nonce", "99"))!.Digest(Domain));
        var index = new SetIndexPrice { MarketId = uint.MaxValue, PriceTicks = long.MinValue };
        Assert.Equal(
            OperatorHash.Digest(Domain, in index, ulong.MaxValue),
            Parse(
                Eip712Type.SetIndexPrice, ("marketId", "4294967295"), ("priceTicks", "-9223372036854775808"),
                ("nonce", "18446744073709551615"))!.Digest(Domain));
        var call = new StartAuction { MarketId = 1, Kind = AuctionKind.Closing, DurationSeconds = 2, RandomSeconds = 3 };
        Assert.Equal(
            OperatorHash.Digest(Domain, in call, 4),
            Parse(
                Eip712Type.StartAuction, ("marketId", "1"), ("kind", "5"), ("durationSeconds", "2"),
                ("randomSeconds", "3"), ("nonce", "4"))!.Digest(Domain));
    }

    [Fact]
    public void Values_come_back_as_they_were_written()
    {
        var fields = Parse(
            Eip712Type.OracleUpdate, ("marketId", "3"), ("kind", "2"), ("assertionId", "0x" + new string('a', 64)),
            ("value", "-170141183460469231731687303715884105728"), ("bond", "5"), ("livenessEnd", "6"), ("nonce", "7"))!;
        Assert.Equal((3U, (byte)2, Int128.MinValue), (fields.UInt32("marketId"), fields.UInt8("kind"), fields.Wide("value")));
        Assert.Equal("0x" + new string('a', 64), fields.Hash("assertionId").ToString());
        var transfer = Parse(
            Eip712Type.Transfer, ("account", "0x" + new string('b', 40)), ("subaccount", "9"), ("toSubaccount", "1"),
            ("assetId", "1"), ("amount", "170141183460469231731687303715884105727"), ("nonce", "7"))!;
        Assert.Equal(new AccountId(Address.Parse("0x" + new string('b', 40)), 9), transfer.Account());
        Assert.Equal(Int128.MaxValue, transfer.Wide("amount"));
    }

    [Theory]
    [InlineData("marketId", "4294967296")]
    [InlineData("marketId", "-1")]
    [InlineData("marketId", "+1")]
    [InlineData("marketId", " 1")]
    [InlineData("marketId", "")]
    [InlineData("marketId", null)]
    [InlineData("kind", "256")]
    [InlineData("assertionId", "0x12")]
    [InlineData("value", "170141183460469231731687303715884105728")]
    [InlineData("value", "1.0")]
    [InlineData("bond", "170141183460469231731687303715884105728")]
    [InlineData("bond", "-1")]
    [InlineData("livenessEnd", "18446744073709551616")]
    public void The_first_wrong_member_is_named(string member, string? text)
    {
        var good = new Dictionary<string, string?>
        {
            ["marketId"] = "3",
            ["kind"] = "2",
            ["assertionId"] = "0x" + new string('a', 64),
            ["value"] = "-1",
            ["bond"] = "5",
            ["livenessEnd"] = "6",
            ["nonce"] = "7",
        };
        Assert.NotNull(TypedFields.Parse(Eip712Type.OracleUpdate, name => good[name], out _));
        good[member] = text;
        Assert.Null(TypedFields.Parse(Eip712Type.OracleUpdate, name => good[name], out var wrong));
        Assert.Equal(member, wrong);
    }

    [Fact]
    public void Bounds_of_signed_64_bits_are_exact()
    {
        Assert.NotNull(Parse(Eip712Type.SetIndexPrice, ("marketId", "1"), ("priceTicks", Text(long.MaxValue)), ("nonce", "1")));
        Assert.Null(Parse(
            Eip712Type.SetIndexPrice, ("marketId", "1"), ("priceTicks", Text((Int128)long.MaxValue + 1)), ("nonce", "1")));
        Assert.Null(Parse(
            Eip712Type.SetIndexPrice, ("marketId", "1"), ("priceTicks", Text((Int128)long.MinValue - 1)), ("nonce", "1")));
    }

    private static string Text(Int128 value) => value.ToString(CultureInfo.InvariantCulture);

    private static TypedFields? Parse(Eip712Type type, params (string Name, string Text)[] members)
    {
        var texts = members.ToDictionary(member => member.Name, member => member.Text);
        return TypedFields.Parse(type, name => texts.GetValueOrDefault(name), out _);
    }
}
