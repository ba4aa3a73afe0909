using System.Security.Cryptography;
using System.Text;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using Microsoft.IdentityModel.Tokens;

namespace DexExtra.Gateway.Tests.SignIn;

/// <summary>What a token says, how long it is good, and what is no token.</summary>
public sealed class TokenTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task The_claims_are_those_that_the_policies_of_the_database_read()
    {
        var trader = new Trader();
        var token = (await SiweTexts.SignInAsync(Rest, trader)).Text("accessToken");
        var again = (await SiweTexts.SignInAsync(Rest, trader)).Text("accessToken");

        var claims = Part(token, 1);
        Assert.Equal(
            ("authenticated", "authenticated", SiweTexts.Issuer, trader.Key.Address.ToString()),
            ((string)claims["role"]!, (string)claims["aud"]!, (string)claims["iss"]!,
                (string)claims["app_metadata"]!["wallet_address"]!));
        Assert.Equal(600, (long)claims["exp"]! - (long)claims["iat"]!);
        Assert.True(Guid.TryParse((string)claims["sub"]!, out _));
        Assert.Equal((string)claims["sub"]!, (string)Part(again, 1)["sub"]!);
        Assert.NotEqual((string)claims["session_id"]!, (string)Part(again, 1)["session_id"]!);
        Assert.Equal("ES256", (string)Part(token, 0)["alg"]!);
    }

    [Fact]
    public async Task Anybody_can_check_a_token_with_the_published_keys_which_are_public_only()
    {
        var token = (await SiweTexts.SignInAsync(Rest, new Trader())).Text("accessToken");
        var published = (await Rest.GetAsync("/.well-known/jwks.json")).Json["keys"]!.AsArray()
            .Single(key => (string)key!["kid"]! == (string)Part(token, 0)["kid"]!)!.AsObject();

        Assert.Equal(
            ["alg", "crv", "kid", "kty", "use", "x", "y"], published.Select(member => member.Key).Order());
        using var key = ECDsa.Create(new ECParameters
        {
            Curve = ECCurve.NamedCurves.nistP256,
            Q = new ECPoint { X = Bytes(published, "x"), Y = Bytes(published, "y") },
        });
        var end = token.LastIndexOf('.');
        Assert.True(key.VerifyData(
            Encoding.ASCII.GetBytes(token[..end]), Base64UrlEncoder.DecodeBytes(token[(end + 1)..]),
            HashAlgorithmName.SHA256));
    }

    [Fact]
    public async Task What_was_not_signed_by_the_venue_is_no_token()
    {
        var token = (await SiweTexts.SignInAsync(Rest, new Trader())).Text("accessToken");
        var (head, claims) = (Part(token, 0), Part(token, 1));
        var signature = token.Split('.')[2];
        using var foreign = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var kid = (string)head["kid"]!;
        var richer = claims.DeepClone().AsObject();
        richer["app_metadata"]!["wallet_address"] = new Trader().Key.Address.ToString();
        string[] forged =
        [
            Join(new JsonObject { ["alg"] = "none", ["typ"] = "JWT" }, claims) + ".",
            Join(new JsonObject { ["alg"] = "none", ["kid"] = kid }, claims) + "." + signature,
            Join(head, richer) + "." + signature,
            Sign(foreign, new JsonObject { ["alg"] = "ES256", ["kid"] = kid }, claims),
            Sign(foreign, new JsonObject { ["alg"] = "ES256", ["kid"] = "other" }, claims),
            Sign(foreign, new JsonObject { ["alg"] = "ES256" }, claims),
            Keyed(new JsonObject { ["alg"] = "HS256", ["kid"] = kid }, claims, await PublicKeyAsync(kid)),
            token[..^4] + "AAAA",
            token + ".x",
            "a.b.c",
            "..",
        ];

        Assert.All(forged, text => Assert.NotEqual(token, text));
        foreach (var text in forged)
        {
            (await Rest.SendAsync(HttpMethod.Get, text, "/v1/account")).Refused(401, "UNAUTHENTICATED");
        }

        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Get, token, "/v1/account")).Status);
    }

    // signed by the right key, but for another audience, by another issuer, for ever, or of nobody's session
    [Fact]
    public async Task A_token_of_the_right_key_for_something_else_is_refused()
    {
        var pem = TokenKeyFiles.NewKey();
        var file = venue.TokenKeyFile + ".own";
        TokenKeyFiles.Write(file, pem);
        await using var gateway = await venue.StartGatewayAsync(
            change: section => section with { SignIn = section.SignIn! with { KeyFile = file } });
        var token = (await SiweTexts.SignInAsync(gateway.Rest, new Trader())).Text("accessToken");
        using var key = ECDsa.Create();
        key.ImportFromPem(pem);
        var (head, claims) = (Part(token, 0), Part(token, 1));
        Assert.Equal(200, (await gateway.Rest.SendAsync(HttpMethod.Get, Sign(key, head, claims), "/v1/account")).Status);
        foreach (var (name, value) in new (string, JsonNode?)[]
        {
            ("aud", "other"), ("aud", null), ("iss", "https://other.example"), ("iss", null), ("exp", 1), ("exp", null),
            ("session_id", Guid.NewGuid().ToString()), ("session_id", null), ("app_metadata", null),
            ("app_metadata", new JsonObject { ["wallet_address"] = new Trader().Key.Address.ToString() }),
            ("app_metadata", new JsonObject { ["wallet_address"] = 5 }),
        })
        {
            var changed = claims.DeepClone().AsObject();
            changed.Remove(name);
            if (value is not null)
            {
                changed[name] = value;
            }

            (await gateway.Rest.SendAsync(HttpMethod.Get, Sign(key, head, changed), "/v1/account"))
                .Refused(401, "UNAUTHENTICATED");
        }
    }

    private static JsonObject Part(string token, int index) =>
        JsonNode.Parse(Base64UrlEncoder.Decode(token.Split('.')[index]))!.AsObject();

    private static byte[] Bytes(JsonObject key, string member) =>
        Base64UrlEncoder.DecodeBytes((string)key[member]!);

    private static string Join(JsonObject head, JsonObject claims) =>
        Base64UrlEncoder.Encode(head.ToJsonString()) + "." + Base64UrlEncoder.Encode(claims.ToJsonString());

    private static string Sign(ECDsa key, JsonObject head, JsonObject claims)
    {
        var text = Join(head, claims);
        var signature = key.SignData(Encoding.ASCII.GetBytes(text), HashAlgorithmName.SHA256);
        return text + "." + Base64UrlEncoder.Encode(signature);
    }

    private static string Keyed(JsonObject head, JsonObject claims, byte[] secret)
    {
        var text = Join(head, claims);
        return text + "." + Base64UrlEncoder.Encode(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(text)));
    }

    private async Task<byte[]> PublicKeyAsync(string kid)
    {
        var keys = (await Rest.GetAsync("/.well-known/jwks.json")).Json["keys"]!.AsArray();
        return Bytes(keys.Single(key => (string)key!["kid"]! == kid)!.AsObject(), "x");
    }
}
