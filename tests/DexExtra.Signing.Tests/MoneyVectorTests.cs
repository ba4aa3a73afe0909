using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Signing.Tests;

/// <summary>
/// What owners and operators sign about money (docs/money.md) hashes and verifies exactly as the wallet library does it:
/// each field its own number, its largest, its smallest.
/// </summary>
[Trait("rule", "SIG-07")]
public sealed class MoneyVectorTests
{
    private const int PerType = 3;

    private static readonly Eip712Type[] Types =
    [
        Eip712Type.SetMarginMode, Eip712Type.AdjustMargin, Eip712Type.Transfer, Eip712Type.RequestWithdrawal,
        Eip712Type.SetFeeSchedule, Eip712Type.SetRiskParameters, Eip712Type.SetRiskLimits, Eip712Type.SetCollateral,
        Eip712Type.SetCollateralPrice, Eip712Type.FundTransfer, Eip712Type.SetWithdrawalLimits,
        Eip712Type.SetVenueState, Eip712Type.OracleUpdate, Eip712Type.BustTrade,
        Eip712Type.WithdrawalUpdate,
    ];

    private static readonly JsonElement[] All = [.. Vectors.Load("money.json").EnumerateArray()];

    public static TheoryData<string> Names => [.. Types.Select(type => type.Name)];

    [Theory]
    [MemberData(nameof(Names))]
    public void Commands_about_money_have_the_wallets_digest_and_signature(string name)
    {
        var type = Types.Single(item => item.Name == name);
        var vectors = All.Where(item => item.GetProperty("primaryType").GetString() == name).ToArray();
        Assert.Equal(PerType, vectors.Length);
        foreach (var vector in vectors)
        {
            var digest = Parse(type, vector.GetProperty("message")).Digest(Vectors.Domain);
            Assert.Equal(Vectors.HashOf(vector.GetProperty("digest")), digest);
            var signer = Vectors.Accounts[vector.GetProperty("signer").GetInt32()];
            var signature = Vectors.Bytes(vector.GetProperty("signature"));
            Assert.Equal(RejectReason.None, SignatureVerifier.Verify(in digest, signer, signature));
        }
    }

    [Theory]
    [MemberData(nameof(Names))]
    public void Every_field_is_signed(string name)
    {
        var type = Types.Single(item => item.Name == name);
        var message = All.First(item => item.GetProperty("primaryType").GetString() == name).GetProperty("message");
        var digests = type.Fields.Select(field => Parse(type, message, field.Name).Digest(Vectors.Domain))
            .Append(Parse(type, message).Digest(Vectors.Domain)).ToList();
        Assert.Equal(digests.Count, digests.Distinct().Count());
    }

    /// <summary>The message as it is, or with another value in one member.</summary>
    private static TypedFields Parse(Eip712Type type, JsonElement message, string? changed = null)
    {
        var fields = TypedFields.Parse(
            type,
            name => name != changed ? message.GetProperty(name).GetString()
                : message.GetProperty(name).GetString()!.StartsWith("0x", StringComparison.Ordinal)
                    ? message.GetProperty(name).GetString()![..^2] + "ee"
                    : "99",
            out var wrong);
        Assert.True(fields is not null, $"{type.Name}.{wrong} is not read");
        return fields;
    }
}
