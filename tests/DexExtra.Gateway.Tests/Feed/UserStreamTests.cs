using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Feed;

// D8: one replayable sequence per account, with the numbers of the binary protocol
public sealed class UserStreamTests(Venue venue)
{
    [Fact]
    [Trait("rule", "D8")]
    public async Task An_account_is_told_in_numbers_without_a_gap_and_resumes()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        using var client = await LoginAsync(maker);
        await client.SendAsync("""{"op":"subscribe","channel":"user"}""");
        var snapshot = await client.ReceiveAsync("user.snapshot");
        await venue.Gateway.Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 5));
        await venue.Gateway.Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));
        var accepted = await client.ReceiveAsync("user.executionReport");
        var filled = await client.ReceiveAsync("user.executionReport");

        Assert.Equal(("1", "1000000"), (
            (string?)snapshot["accountSequence"], (string?)snapshot["state"]!["balances"]![0]!["available"]));
        Assert.Equal(("2", "NEW", "5"), (
            (string?)accepted["seqNo"], (string?)accepted["execType"], (string?)accepted["leavesLots"]));
        Assert.Equal(
            ("3", "TRADE", "2", "3", "-2", "4000", "MAKER"),
            ((string?)filled["seqNo"], (string?)filled["execType"], (string?)filled["lastQuantityLots"],
                (string?)filled["leavesLots"], (string?)filled["positionLots"], (string?)filled["lastPriceTicks"],
                (string?)filled["liquidity"]));

        using var again = await LoginAsync(maker);
        await again.SendAsync("""{"op":"subscribe","channel":"user","resume":"1"}""");
        Assert.True((bool)(await again.ReceiveAsync("subscribed"))["resumed"]!);
        Assert.Equal(Text(accepted), Text(await again.ReceiveAsync("user.executionReport")));
        Assert.Equal(Text(filled), Text(await again.ReceiveAsync("user.executionReport")));
        var heartbeat = await again.ReceiveAsync("user.heartbeat");
        Assert.Equal("3", (string?)heartbeat["accountSequence"]);
    }

    [Theory]
    [InlineData("""{"op":"subscribe","channel":"user"}""", "UNAUTHENTICATED")]
    [InlineData("""{"op":"login"}""", "UNAUTHENTICATED")]
    [InlineData("""{"op":"login","token":"00"}""", "UNAUTHENTICATED")]
    [InlineData("""{"op":"login","token":5}""", "MALFORMED")]
    [InlineData("""{"op":"subscribe","channel":"user","subaccount":-1}""", "MALFORMED")]
    [InlineData("""{"op":"subscribe","channel":"user","resume":7}""", "MALFORMED")]
    [InlineData("""{"op":"subscribe","channel":"user","subaccount":0,"subaccount":1}""", "MALFORMED")]
    public async Task Without_a_good_login_nothing_private_is_told(string request, string code)
    {
        using var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);

        await client.SendAsync(request);

        Assert.Equal(code, (string?)(await client.ReceiveAsync("error"))["code"]);
    }

    private async Task<FeedClientProbe> LoginAsync(Trader trader)
    {
        var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        var token = await venue.Gateway.Rest.TokenAsync(trader);
        await client.SendAsync($$"""{"op":"login","token":"{{token}}"}""");
        await client.ReceiveAsync("loggedIn");
        return client;
    }

    private static string Text(JsonNode node) => node.ToJsonString();
}
