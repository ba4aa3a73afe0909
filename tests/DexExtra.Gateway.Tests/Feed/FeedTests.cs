using System.Net.WebSockets;
using System.Text;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Feed;

public sealed class FeedTests(Venue venue)
{
    // D5: gapless by previousSequence, and the snapshot shows what was before
    [Fact]
    public async Task Trades_are_streamed_after_a_snapshot()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await venue.Gateway.Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 5));
        await venue.Gateway.Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 1));
        using var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await client.SubscribeAsync("trades", market);
        var snapshot = await client.ReceiveAsync("trades.snapshot");

        await venue.Gateway.Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));
        await venue.Gateway.Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));
        var first = await client.ReceiveAsync("trade");
        var second = await client.ReceiveAsync("trade");

        Assert.Equal("1", (string?)snapshot["trades"]![0]!["quantity"]);
        Assert.Equal((string?)snapshot["lastTradeSequence"], (string?)first["previousSequence"]);
        Assert.Equal((string?)first["sequence"], (string?)second["previousSequence"]);
        Assert.Equal(
            ("40", "2", "BUY"), ((string?)first["price"], (string?)first["quantity"], (string?)first["aggressor"]));
    }

    // D3
    [Fact]
    public async Task Heartbeats_carry_sequence_and_checksum()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        using var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await client.SubscribeAsync("book", market);
        await venue.Gateway.Rest.PlaceAsync(trader, trader.Buy(market, 4_250, 3));
        await client.ReceiveAsync("book.delta");

        var heartbeat = await client.ReceiveAsync("heartbeat");
        var next = await client.ReceiveAsync("heartbeat");
        var later = await client.ReceiveAsync("heartbeat");

        Assert.Equal("1", (string?)heartbeat["sequence"]);
        var book = await venue.Gateway.Rest.GetAsync($"/v1/markets/{market}/book");
        Assert.Equal(book.At("checksum"), heartbeat["checksum"]!.ToString());

        // an engine's tick each second and a heartbeat each second: two heartbeats may stand beside one tick
        string[] times = [(string)heartbeat["engineTime"]!, (string)next["engineTime"]!, (string)later["engineTime"]!];
        Assert.Equal(times.Order(StringComparer.Ordinal), times);
        Assert.NotEqual(times[0], times[2]);
    }

    [Theory]
    [InlineData("", "MALFORMED")]
    [InlineData("{", "MALFORMED")]
    [InlineData("[1]", "MALFORMED")]
    [InlineData("{\"op\":5}", "MALFORMED")]
    [InlineData("{\"op\":\"buy\"}", "MALFORMED")]
    [InlineData("{\"op\":\"subscribe\",\"channel\":\"book\"}", "MALFORMED")]
    [InlineData("{\"op\":\"subscribe\",\"channel\":\"l9\",\"marketId\":1}", "MALFORMED")]
    [InlineData("{\"op\":\"subscribe\",\"channel\":\"book\",\"marketId\":-1}", "MALFORMED")]
    [InlineData("{\"op\":\"subscribe\",\"channel\":\"book\",\"marketId\":1.5}", "MALFORMED")]
    [InlineData("{\"op\":\"subscribe\",\"channel\":\"book\",\"marketId\":1e99}", "MALFORMED")]
    [InlineData("{\"op\":\"\\ud800\"}", "MALFORMED")]
    [InlineData("[[[[[[[[[[1]]]]]]]]]]", "MALFORMED")]
    [InlineData("{\"op\":\"subscribe\",\"channel\":\"book\",\"marketId\":4000000000}", "UNKNOWN_MARKET")]
    public async Task A_wrong_request_gets_an_error_and_the_connection_goes_on(string request, string code)
    {
        using var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);

        await client.SendAsync(request);

        Assert.Equal(code, (string?)(await client.ReceiveAsync("error"))["code"]);
        await client.SendAsync("{\"op\":\"ping\"}");
        await client.ReceiveAsync("pong");
    }

    // NET-01: seeded garbage never brings the gateway down
    [Fact]
    public async Task Random_requests_are_survived()
    {
        const int Seed = 99;
        var random = new Random(Seed);
        using var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        for (var request = 0; request < 200; request++)
        {
            var text = new string(
                [.. Enumerable.Range(0, random.Next(40)).Select(_ => "{}[]\":,opsubcribe1\\u 0"[random.Next(22)])]);
            await client.SendAsync(text);
            Assert.Equal("error", (string?)(await client.ReceiveAsync())!["type"]);
        }
    }

    [Fact]
    public async Task Oversize_and_binary_messages_close_the_connection()
    {
        foreach (var (bytes, type) in new[]
        {
            (new byte[GatewayLimits.MaxFeedRequestBytes + 1], WebSocketMessageType.Text),
            (Encoding.UTF8.GetBytes("{\"op\":\"ping\"}"), WebSocketMessageType.Binary),
        })
        {
            using var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
            await client.SendAsync(bytes, type);
            await client.ReceiveAsync("error");
            Assert.Null(await client.ReceiveAsync());
        }
    }

    [Fact]
    public async Task Subscriptions_and_connections_are_capped()
    {
        var market = await venue.CreateMarketAsync();
        await using var gateway = await venue.StartGatewayAsync(
            new GatewayLimits { MaxFeedClients = 1 }, new ManualTime());
        using var client = await FeedClientProbe.ConnectAsync(gateway.Feed);

        await client.SubscribeAsync("book", market);
        await client.SubscribeAsync("book", market);
        Assert.Equal("MALFORMED", (string?)(await client.ReceiveAsync("error"))["code"]);
        await Assert.ThrowsAsync<WebSocketException>(() => FeedClientProbe.ConnectAsync(gateway.Feed));
        for (var request = 0; request <= GatewayLimits.FeedRequestBurst; request++)
        {
            await client.SendAsync("{\"op\":\"ping\"}");
        }

        Assert.Equal("RATE_LIMITED", (string?)(await client.ReceiveAsync("error"))["code"]);
        Assert.Null(await client.ReceiveAsync());
    }

    [Fact]
    public async Task After_an_unsubscribe_nothing_comes()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        using var client = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await client.SubscribeAsync("book", market);
        await client.SendAsync($$"""{"op":"unsubscribe","channel":"book","marketId":{{market}}}""");
        await client.ReceiveAsync("unsubscribed");

        await venue.Gateway.Rest.PlaceAsync(trader, trader.Buy(market, 1, 1));
        await client.SendAsync("{\"op\":\"ping\"}");

        Assert.Equal("pong", (string?)(await client.ReceiveAsync())!["type"]);
    }
}
