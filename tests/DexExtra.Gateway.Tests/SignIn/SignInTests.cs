using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.SignIn;

/// <summary>ERC-4361 on a real gateway: what opens a session and what does not.</summary>
public sealed class SignInTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task A_signed_text_opens_a_session_for_rest_and_the_user_feed()
    {
        var trader = await venue.CreateTraderAsync();
        var challenge = await SiweTexts.ChallengeAsync(Rest, trader);
        var text = SiweTexts.Text(challenge);
        Assert.Equal((string)challenge["message"]!, text);

        var answer = await SiweTexts.SendAsync(Rest, text, SiweTexts.Sign(trader.Key, text));

        Assert.Equal((201, trader.Key.Address.ToString()), (answer.Status, answer.Text("account")));
        var token = answer.Text("accessToken");
        var account = await Rest.SendAsync(HttpMethod.Get, token, "/v1/account");
        Assert.Equal(trader.Key.Address.ToString(), account.At("account"));
        using var feed = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await feed.SendAsync($$"""{"op":"login","token":"{{token}}"}""");
        await feed.SendAsync("""{"op":"subscribe","channel":"user"}""");
        Assert.Equal(trader.Key.Address.ToString(), (string)(await feed.ReceiveAsync("user.snapshot"))["account"]!);
    }

    [Fact]
    public async Task A_nonce_is_good_once_and_for_its_account_only()
    {
        var (trader, other) = (new Trader(), new Trader());
        var text = SiweTexts.Text(await SiweTexts.ChallengeAsync(Rest, trader));
        var stolen = text.Replace(
            ChecksumAddress.Format(trader.Key.Address), ChecksumAddress.Format(other.Key.Address),
            StringComparison.Ordinal);

        (await SiweTexts.SendAsync(Rest, stolen, SiweTexts.Sign(other.Key, stolen))).Refused(401, "UNAUTHENTICATED");
        Assert.Equal(201, (await SiweTexts.SendAsync(Rest, text, SiweTexts.Sign(trader.Key, text))).Status);
        (await SiweTexts.SendAsync(Rest, text, SiweTexts.Sign(trader.Key, text))).Refused(401, "UNAUTHENTICATED");
    }

    [Theory]
    [InlineData("app.example wants", "evil.example wants", 422, "WRONG_DOMAIN")]
    [InlineData("app.example wants", "http://app.example wants", 422, "WRONG_DOMAIN")]
    [InlineData("URI: https://app.example", "URI: https://evil.example", 422, "WRONG_DOMAIN")]
    [InlineData("URI: https://app.example", "URI: https://app.example@evil.example", 422, "WRONG_DOMAIN")]
    [InlineData("Chain ID: 31337", "Chain ID: 1", 422, "WRONG_DOMAIN")]
    [InlineData("costs nothing", "gives everything", 422, "WRONG_DOMAIN")]
    [InlineData("Nonce: ", "Nonce: 00", 401, "UNAUTHENTICATED")]
    [InlineData("Version: 1", "Version: 2", 400, "MALFORMED")]
    [InlineData("\nVersion", "\n\nVersion", 400, "MALFORMED")]
    [InlineData("Issued At: 2", "Issued At: 1", 401, "UNAUTHENTICATED")]
    [InlineData("Issued At: 2", "Issued At: 9", 401, "UNAUTHENTICATED")]
    [InlineData("Expiration Time: 2", "Expiration Time: 1", 401, "UNAUTHENTICATED")]
    [InlineData("Expiration Time: 2", "Not Before: 2", 401, "UNAUTHENTICATED")]
    public async Task A_text_for_something_else_is_refused_though_well_signed(
        string right, string wrong, int status, string code)
    {
        var trader = new Trader();
        var text = SiweTexts.Text(await SiweTexts.ChallengeAsync(Rest, trader));
        var other = text.Replace(right, wrong, StringComparison.Ordinal);
        Assert.NotEqual(text, other);

        (await SiweTexts.SendAsync(Rest, other, SiweTexts.Sign(trader.Key, other))).Refused(status, code);
        Assert.Equal(201, (await SiweTexts.SendAsync(Rest, text, SiweTexts.Sign(trader.Key, text))).Status);
    }

    [Fact]
    public async Task An_altered_text_and_another_signer_are_refused()
    {
        var trader = new Trader();
        using var thief = PrivateKey.Generate();
        var text = SiweTexts.Text(await SiweTexts.ChallengeAsync(Rest, trader));
        var signature = SiweTexts.Sign(trader.Key, text);
        var altered = text.Replace("Expiration Time: 2", "Expiration Time: 3", StringComparison.Ordinal);

        (await SiweTexts.SendAsync(Rest, altered, signature)).Refused(422, "WRONG_SIGNER");
        (await SiweTexts.SendAsync(Rest, text, SiweTexts.Sign(thief, text))).Refused(422, "WRONG_SIGNER");
        (await SiweTexts.SendAsync(Rest, text, signature[..^2] + "00")).Refused(422, "INVALID_SIGNATURE");
        (await SiweTexts.SendAsync(Rest, text, Hex.Format(Malleation.OtherForm(Bytes(signature))))).Refused(422, "MALLEATED_SIGNATURE");
        (await SiweTexts.SendAsync(Rest, text, "signature")).Refused(422, "INVALID_SIGNATURE");
    }

    private static byte[] Bytes(string hex) => Convert.FromHexString(hex[2..]);

    // ERC-1271 and ERC-6492 signatures have any length but that of a plain key
    [Theory]
    [InlineData("0x")]
    [InlineData("0x00")]
    [InlineData("+00")]
    public async Task A_contract_wallet_is_told_so(string signature)
    {
        var trader = new Trader();
        var text = SiweTexts.Text(await SiweTexts.ChallengeAsync(Rest, trader));
        var sent = signature[0] == '+' ? SiweTexts.Sign(trader.Key, text) + signature[1..] : signature;

        (await SiweTexts.SendAsync(Rest, text, sent)).Refused(422, "CONTRACT_WALLET");
    }

    [Fact]
    public async Task A_challenge_names_a_page_of_the_venue_and_a_real_account()
    {
        foreach (var (account, domain, status, code) in new[]
        {
            (new Trader().Key.Address.ToString(), "evil.example", 422, "WRONG_DOMAIN"),
            ("0x0000000000000000000000000000000000000000", SiweTexts.Domain, 400, "MALFORMED"),
            ("0x12", SiweTexts.Domain, 400, "MALFORMED"),
        })
        {
            (await Rest.PostAsync("/v1/auth/challenge", new JsonObject { ["account"] = account, ["domain"] = domain }))
                .Refused(status, code);
        }
    }

    [Fact]
    public async Task A_late_answer_is_refused()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        var trader = new Trader();
        var text = SiweTexts.Text(
            await SiweTexts.ChallengeAsync(gateway.Rest, trader), expiresIn: TimeSpan.FromDays(1));
        time.Advance(TimeSpan.FromSeconds(GatewayLimits.SignInSeconds + 1));

        (await SiweTexts.SendAsync(gateway.Rest, text, SiweTexts.Sign(trader.Key, text)))
            .Refused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task A_venue_without_sign_in_says_so()
    {
        await using var gateway = await venue.StartGatewayAsync(change: section => section with { SignIn = null });

        (await gateway.Rest.PostAsync("/v1/auth/challenge", new JsonObject { ["account"] = "0x12" }))
            .Refused(404, "NOT_FOUND");
        (await gateway.Rest.GetAsync("/.well-known/jwks.json")).Refused(404, "NOT_FOUND");
        var token = (await SiweTexts.SignInAsync(Rest, new Trader())).Text("accessToken");
        (await gateway.Rest.SendAsync(HttpMethod.Get, token, "/v1/account")).Refused(401, "UNAUTHENTICATED");
    }
}
