using System.Text.Json.Nodes;
using DexExtra.Client;
using DexExtra.Gateway.Tests.Feed;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Access;

/// <summary>S272: an owner's list of addresses holds for his tokens, his signatures and his sign-ins.</summary>
public sealed class AllowListTests(Venue venue)
{
    private const string Inside = "203.0.113.7";
    private const string Outside = "203.0.113.8";

    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task Nothing_of_the_owner_is_taken_from_elsewhere()
    {
        var market = await venue.CreateMarketAsync();
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var (token, signedIn) = (await Rest.TokenAsync(trader), await SiweTexts.SignInAsync(Rest, trader));
        var challenge = await Rest.ChallengeAsync(trader);
        var text = SiweTexts.Text(await SiweTexts.ChallengeAsync(Rest, trader));
        var expiry = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600;
        Assert.Equal(200, (await SetAsync(trader, Inside, trader.Key)).Status);

        foreach (var good in new[] { token, signedIn.Text("accessToken") })
        {
            Assert.Equal(200, (await Rest.SendFromAsync(Inside, HttpMethod.Get, "/v1/account", good)).Status);
            (await Rest.SendFromAsync(Outside, HttpMethod.Get, "/v1/account", good)).Refused(403, "ADDRESS_NOT_ALLOWED");
            (await Rest.SendAsync(HttpMethod.Get, good, "/v1/account")).Refused(403, "ADDRESS_NOT_ALLOWED");
        }

        (await Rest.SendFromAsync(Outside, HttpMethod.Post, "/v1/mass-cancels", token, new JsonObject()))
            .Refused(403, "ADDRESS_NOT_ALLOWED");
        var order = trader.Buy(market, 100, 1);
        var body = RestClient.OrderBody(in order, trader.Sign(in order), 1);
        (await Rest.SendFromAsync(Outside, HttpMethod.Post, "/v1/orders", null, body))
            .Refused(403, "ADDRESS_NOT_ALLOWED");
        Assert.Equal(201, (await Rest.SendFromAsync(Inside, HttpMethod.Post, "/v1/orders", null, body)).Status);
        (await Rest.LoginAsync(trader, challenge, expiry)).Refused(403, "ADDRESS_NOT_ALLOWED");
        (await SiweTexts.SendAsync(Rest, text, SiweTexts.Sign(trader.Key, text))).Refused(403, "ADDRESS_NOT_ALLOWED");
        (await SiweTexts.RefreshAsync(Rest, signedIn.Text("refreshToken"))).Refused(403, "ADDRESS_NOT_ALLOWED");
        var refresh = new JsonObject { ["refreshToken"] = signedIn.Text("refreshToken") };
        Assert.Equal(200, (await Rest.SendFromAsync(Inside, HttpMethod.Post, "/v1/auth/refresh", null, refresh)).Status);
        Assert.Equal(200, (await Rest.GetAsync(other, "/v1/account")).Status);
    }

    [Fact]
    public async Task Its_owner_changes_it_from_anywhere_and_nobody_else_does()
    {
        var (trader, thief) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await SetAsync(trader, Inside, trader.Key);
        (await SetAsync(trader, Outside, thief.Key)).Refused(422, "WRONG_SIGNER");
        (await SetAsync(trader, "nowhere", trader.Key)).Refused(400, "MALFORMED");
        (await Rest.GetAsync(trader, "/v1/account")).Refused(403, "ADDRESS_NOT_ALLOWED");

        Assert.Equal("", (await SetAsync(trader, "", trader.Key)).Text("addresses"));

        Assert.Equal("", (await Rest.GetAsync(trader, "/v1/allow-list")).Text("addresses"));
    }

    [Fact]
    public async Task It_outlives_a_restart_and_an_old_signature_does_not_bring_it_back()
    {
        const uint source = 73;
        var trader = await venue.CreateTraderAsync();
        var body = Body(trader, Inside, trader.Key);
        var later = Body(trader, Inside + "," + Outside, trader.Key);
        for (var start = 0; start < 3; start++)
        {
            await using var gateway = await venue.StartGatewayAsync(sourceId: source);
            var token = start == 0 ? await gateway.Rest.TokenAsync(trader) : null;
            if (start == 0)
            {
                Assert.Equal(200, (await gateway.Rest.SendAsync(HttpMethod.Put, "/v1/allow-list", body)).Status);
                Assert.Equal(200, (await gateway.Rest.SendAsync(HttpMethod.Put, "/v1/allow-list", later)).Status);
                (await gateway.Rest.SendAsync(HttpMethod.Get, token!, "/v1/account")).Refused(403, "ADDRESS_NOT_ALLOWED");
            }

            (await gateway.Rest.SendAsync(HttpMethod.Put, "/v1/allow-list", body)).Refused(422, "NONCE_REUSED");
            (await SiweTexts.SignInAsync(gateway.Rest, trader)).Refused(403, "ADDRESS_NOT_ALLOWED");
        }
    }

    [Fact]
    public async Task Neither_a_feed_nor_a_binary_session_opens_from_elsewhere()
    {
        var trader = await venue.CreateTraderAsync();
        var token = await Rest.TokenAsync(trader);
        Assert.Equal(200, (await SetAsync(trader, Inside, trader.Key)).Status);

        using var feed = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await feed.SendAsync($$"""{"op":"login","token":"{{token}}"}""");
        Assert.Equal("UNAUTHENTICATED", (string)(await feed.ReceiveAsync("error"))["code"]!);
        var refused = await Assert.ThrowsAsync<SessionRefusedException>(
            () => venue.Gateway.ConnectAsync(trader, new RecordingHandler()));
        Assert.Contains("AddressNotAllowed", refused.Message, StringComparison.Ordinal);

        Assert.Equal(200, (await SetAsync(trader, "127.0.0.0/8", trader.Key)).Status);
        await feed.SendAsync($$"""{"op":"login","token":"{{token}}"}""");
        await feed.ReceiveAsync("loggedIn");
        await using var client = await venue.Gateway.ConnectAsync(trader, new RecordingHandler());
    }

    // without a proxy that says so, everybody could claim to be anybody
    [Fact]
    public async Task The_header_of_a_proxy_counts_only_where_there_is_one()
    {
        await using var gateway = await venue.StartGatewayAsync(
            change: section => section with { TrustForwardedFor = false });
        var trader = await venue.CreateTraderAsync();
        var token = await gateway.Rest.TokenAsync(trader);
        await gateway.Rest.SendAsync(HttpMethod.Put, "/v1/allow-list", Body(trader, Inside, trader.Key));

        (await gateway.Rest.SendFromAsync(Inside, HttpMethod.Get, "/v1/account", token))
            .Refused(403, "ADDRESS_NOT_ALLOWED");
        await gateway.Rest.SendAsync(HttpMethod.Put, "/v1/allow-list", Body(trader, "127.0.0.1", trader.Key));
        Assert.Equal(200, (await gateway.Rest.SendFromAsync(Inside, HttpMethod.Get, "/v1/account", token)).Status);
    }

    private static JsonObject Body(Trader trader, string addresses, PrivateKey signer) => SignedCommands.Of(
        Eip712Type.AddressAllowList,
        new JsonObject
        {
            ["account"] = trader.Key.Address.ToString(),
            ["addresses"] = addresses,
            ["nonce"] = SignedCommands.Nonce(),
        },
        signer);

    private Task<RestAnswer> SetAsync(Trader trader, string addresses, PrivateKey signer) =>
        Rest.SendAsync(HttpMethod.Put, "/v1/allow-list", Body(trader, addresses, signer));
}
