using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Client;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>
/// Calls as everybody outside sees them: started by a signed command, filled over REST and the binary protocol, told by
/// the feed from the first state to the last trade.
/// </summary>
public sealed class CallAuctionTests(Venue venue)
{
    // long enough for two orders on a busy machine
    private const uint CallSeconds = 8;
    private const uint BatchMs = 1_000;

    [Fact]
    [Trait("rule", "A1")]
    public async Task An_opening_auction_finds_one_price_and_the_market_goes_on_continuously()
    {
        var market = await venue.CreateMarketAsync(initialState: MarketState.Pending);
        using var status = await SubscribeAsync("status", market);
        using var trades = await SubscribeAsync("trades", market);
        await Operate(market).StartAuctionAsync(AuctionKind.Opening, CallSeconds);
        Assert.Equal("OPENING_AUCTION ADMIN OPENING", State(await status.ReceiveAsync("state")));

        var handler = new RecordingHandler();
        await using var buyer = await EnterAsync(market, handler);

        Assert.Equal("4400 x 5, 3 more to BUY", Indicated(await IndicatedAsync(status)));
        Assert.Equal("4400 x 5", Uncrossed(await status.ReceiveAsync("auction.uncrossed")));
        Assert.Equal("CONTINUOUS UNCROSSED ", State(await status.ReceiveAsync("state")));
        Assert.Equal("4400 x 5, AUCTION of 1, aggressor ", Trade(await trades.ReceiveAsync("trade")));
        Assert.Equal(["2 NEW 1 0/8", "3 TRADE 1 5/3"], await handler.TakeAsync(2));
        Assert.Equal("CONTINUOUS", (await venue.Gateway.Rest.GetAsync($"/v1/markets/{market}")).Text("state"));
    }

    [Fact]
    [Trait("rule", "A11")]
    public async Task After_a_closing_auction_the_market_trades_no_more()
    {
        var market = await venue.CreateMarketAsync();
        using var status = await SubscribeAsync("status", market);
        using var trades = await SubscribeAsync("trades", market);
        await Operate(market).StartAuctionAsync(AuctionKind.Closing, CallSeconds);
        Assert.Equal("CLOSING_AUCTION ADMIN CLOSING", State(await status.ReceiveAsync("state")));

        var handler = new RecordingHandler();
        await using var buyer = await EnterAsync(market, handler);

        Assert.Equal("4400 x 5", Uncrossed(await status.ReceiveAsync("auction.uncrossed")));
        Assert.Equal("TRADING_TERMINATED UNCROSSED ", State(await status.ReceiveAsync("state")));
        Assert.Equal("4400 x 5, AUCTION of 1, aggressor ", Trade(await trades.ReceiveAsync("trade")));
        Assert.Equal(
            ["2 NEW 1 0/8", "3 TRADE 1 5/3", "4 CANCELLED 1 5/0"], await handler.TakeAsync(3));
        var late = await venue.CreateTraderAsync();
        (await venue.Gateway.Rest.PlaceAsync(late, late.Buy(market, 4_000, 1))).Refused(422, "MARKET_STATE_FORBIDS");
    }

    [Fact]
    [Trait("rule", "A1")]
    public async Task Batches_follow_each_other_and_orders_meet_in_one_of_them()
    {
        var market = await venue.CreateMarketAsync(initialState: MarketState.Pending);
        using var status = await SubscribeAsync("status", market);
        using var trades = await SubscribeAsync("trades", market);
        await Operate(market).SetBatchesAsync(BatchMs);
        await Operate(market).SetStateAsync(MarketState.Continuous);
        Assert.Equal("AUCTION ADMIN BATCH", State(await status.ReceiveAsync("state")));

        var handler = new RecordingHandler();
        await using var buyer = await EnterAsync(market, handler);

        var uncrossed = await status.ReceiveAsync("auction.uncrossed");
        while ((string)uncrossed["volumeLots"]! == "0")
        {
            Assert.Equal("AUCTION UNCROSSED BATCH", State(await status.ReceiveAsync("state")));
            uncrossed = await status.ReceiveAsync("auction.uncrossed");
        }

        Assert.Equal("4400 x 5", Uncrossed(uncrossed));
        var next = await status.ReceiveAsync("state");
        Assert.Equal("AUCTION UNCROSSED BATCH", State(next));
        var auctionId = ulong.Parse((string)uncrossed["auctionId"]!, CultureInfo.InvariantCulture);
        Assert.Equal($"{auctionId + 1}", (string)next["auction"]!["auctionId"]!);
        Assert.Equal($"4400 x 5, AUCTION of {auctionId}, aggressor ", Trade(await trades.ReceiveAsync("trade")));
        Assert.Equal(["2 NEW 1 0/8", "3 TRADE 1 5/3"], await handler.TakeAsync(2));
        await Operate(market).SetStateAsync(MarketState.Halted);
    }

    private Operator Operate(uint market) => new(venue.Gateway.Rest, venue.AdminKey, market);

    /// <summary>A seller over REST, then a larger buyer over the binary protocol, whose session goes on.</summary>
    private async Task<OrderEntryClient> EnterAsync(uint market, RecordingHandler handler)
    {
        var (seller, buyer) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var client = await venue.Gateway.ConnectAsync(buyer, handler, nextSeqNo: 0);
        var placed = await venue.Gateway.Rest.PlaceAsync(seller, seller.Sell(market, 4_000, 5));
        Assert.Equal("NEW", placed.At("order.status"));
        client.SendNewOrder(buyer.Buy(market, 4_400, 8), 1);
        return client;
    }

    private async Task<FeedClientProbe> SubscribeAsync(string channel, uint market)
    {
        var probe = await FeedClientProbe.ConnectAsync(venue.Gateway.Feed);
        await probe.SubscribeAsync(channel, market);
        await probe.ReceiveAsync($"{channel}.snapshot");
        return probe;
    }

    /// <summary>What the call would give with both orders.</summary>
    private static async Task<JsonObject> IndicatedAsync(FeedClientProbe status)
    {
        var indicated = await status.ReceiveAsync("auction.indicative");
        while ((string)indicated["volumeLots"]! == "0")
        {
            indicated = await status.ReceiveAsync("auction.indicative");
        }

        return indicated;
    }

    private static string State(JsonObject message) =>
        $"{message["state"]} {message["cause"]} {message["auction"]?["kind"]}";

    private static string Indicated(JsonObject message) =>
        $"{message["priceTicks"]} x {message["volumeLots"]}, {message["surplusLots"]} more to {message["surplusSide"]}";

    private static string Uncrossed(JsonObject message) => $"{message["priceTicks"]} x {message["volumeLots"]}";

    private static string Trade(JsonObject message)
    {
        var flag = Assert.Single(message["flags"]!.AsArray());
        var size = $"{message["priceTicks"]} x {message["quantityLots"]}";
        return $"{size}, {flag} of {message["auctionId"]}, aggressor {message["aggressor"]}";
    }
}
