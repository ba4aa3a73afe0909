using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>D9 over REST, and pages of trades.</summary>
public sealed class ChartTests(Venue venue)
{
    private const long DayNs = 86_400_000_000_000;

    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    [Trait("rule", "D9")]
    public async Task Candles_and_statistics_tell_the_trades()
    {
        var market = await TradeAsync((4_000, 2), (4_200, 1), (3_900, 3));

        var candles = await Rest.GetAsync($"/v1/markets/{market}/candles?interval=1d");
        var stats = await Rest.GetAsync($"/v1/markets/{market}/stats");

        var all = candles.Json["candles"]!.AsArray();
        Assert.Equal("1d", candles.Text("interval"));
        Assert.False((bool)all[^1]!["closed"]!);
        Assert.Equal(6, all.Sum(candle => long.Parse((string)candle!["lots"]!, CultureInfo.InvariantCulture)));
        if (all.Count == 1) // midnight did not come between the trades
        {
            Assert.Equal(
                ("40", "42", "39", "39", "4000", "6", "3", "39.83333333"),
                (Text(all[0], "open"), Text(all[0], "high"), Text(all[0], "low"), Text(all[0], "close"),
                    Text(all[0], "openTicks"), Text(all[0], "quantity"), Text(all[0], "trades"),
                    Text(all[0], "averagePrice")));
            Assert.Equal("0", (long.Parse(Text(all[0], "openTimeNs")!, CultureInfo.InvariantCulture) % DayNs)
                .ToString(CultureInfo.InvariantCulture));
        }

        Assert.Equal(
            ("40", "42", "39", "39", "-1", "6", "3", "0"),
            (stats.At("open"), stats.At("high"), stats.At("low"), stats.At("last"), stats.At("change"),
                stats.At("lots"), stats.At("trades"), stats.At("blockLotsTotal")));
    }

    [Fact]
    [Trait("rule", "D9")]
    public async Task Candles_come_in_pages_without_a_gap_or_a_repeat()
    {
        var market = await TradeAsync((4_000, 1));
        await Task.Delay(2_500, TestContext.Current.CancellationToken);
        await TradeAsync(market, (4_100, 1));
        var newest = (await CandlesAsync(market, "")).ToArray();
        Assert.True(newest.Length >= 3);

        var (pages, from) = (new List<string>(), newest[0]);
        while (from is not null && pages.Count < newest.Length)
        {
            var answer = await Rest.GetAsync($"/v1/markets/{market}/candles?interval=1s&limit=1&from={from}&to={newest[^1]}");
            pages.AddRange(Times(answer));
            from = answer.At("next");
        }

        Assert.Equal(newest[..^1], pages);
        Assert.Equal(newest[^3..^1], await CandlesAsync(market, $"&limit=2&to={newest[^1]}"));
        Assert.Empty(await CandlesAsync(market, "&from=0&to=1"));
    }

    [Fact]
    public async Task A_market_without_trades_has_none_and_a_wrong_question_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        Assert.Empty(await CandlesAsync(market, ""));
        Assert.Null((await Rest.GetAsync($"/v1/markets/{market}/stats")).Json["open"]);
        foreach (var query in new[]
        {
            "", "interval=2s", "interval=", "interval=1s&from=x", "interval=1s&to=-1", "interval=1s&limit=501",
        })
        {
            (await Rest.GetAsync($"/v1/markets/{market}/candles?{query}")).Refused(400, "MALFORMED");
        }

        (await Rest.GetAsync("/v1/markets/999999/candles?interval=1s")).Refused(404, "UNKNOWN_MARKET");
        (await Rest.GetAsync("/v1/markets/999999/stats")).Refused(404, "UNKNOWN_MARKET");
    }

    [Fact]
    public async Task Pages_of_trades_neither_repeat_nor_skip_while_new_ones_come()
    {
        var market = await TradeAsync((4_000, 1), (4_001, 1), (4_002, 1), (4_003, 1), (4_004, 1));
        var first = await Rest.GetAsync($"/v1/markets/{market}/trades?limit=2");
        await TradeAsync(market, (4_005, 1));

        var second = await Rest.GetAsync($"/v1/markets/{market}/trades?limit=2&before={first.Text("next")}");
        var third = await Rest.GetAsync($"/v1/markets/{market}/trades?limit=2&before={second.Text("next")}");

        Assert.Equal(
            ["40.04", "40.03", "40.02", "40.01", "40"],
            new[] { first, second, third }.SelectMany(page => page.Json["trades"]!.AsArray())
                .Select(trade => (string)trade!["price"]!));
        Assert.Null(third.Json["next"]);
        (await Rest.GetAsync($"/v1/markets/{market}/trades?before=x")).Refused(400, "MALFORMED");
    }

    // C11
    [Fact]
    public async Task What_is_left_of_each_budget_is_told()
    {
        await using var gateway = await venue.StartGatewayAsync(
            new GatewayLimits { OrdersPerSecond = 1, OrderBurst = 5 }, new ManualTime());
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 100, 1));
        await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 100, 1));

        var limits = await gateway.Rest.GetAsync(trader, "/v1/limits");

        Assert.Equal(
            """{"limit":5,"remaining":3,"used":2,"perSecond":1,"resetMs":"2000"}""",
            limits.Json["orders"]!.ToJsonString());
        Assert.Equal(
            """{"limit":20,"remaining":20,"used":0,"perSecond":4,"resetMs":"0"}""",
            limits.Json["cancels"]!.ToJsonString());
        Assert.Equal(100_000, (int)limits.Json["requests"]!["limit"]!);
        using var answer = await gateway.Rest.PostRawAsync("/v1/orders", Body(trader, market));
        Assert.Equal("limit=5, remaining=2, rate=1, reset=3", answer.Headers.GetValues("RateLimit").Single());
    }

    private static JsonObject Body(Trader trader, uint market)
    {
        var order = trader.Buy(market, 100, 1);
        return RestClient.OrderBody(in order, trader.Sign(in order), trader.NextClientOrderId());
    }

    private static string? Text(JsonNode? node, string member) => (string?)node![member];

    private static IEnumerable<string> Times(RestAnswer answer) =>
        answer.Json["candles"]!.AsArray().Select(candle => (string)candle!["openTimeNs"]!);

    private async Task<IEnumerable<string>> CandlesAsync(uint market, string query) =>
        Times(await Rest.GetAsync($"/v1/markets/{market}/candles?interval=1s{query}"));

    private async Task<uint> TradeAsync(params (long Ticks, long Lots)[] trades)
    {
        var market = await venue.CreateMarketAsync();
        await TradeAsync(market, trades);
        return market;
    }

    private async Task TradeAsync(uint market, params (long Ticks, long Lots)[] trades)
    {
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        foreach (var (ticks, lots) in trades)
        {
            await Rest.PlaceAsync(maker, maker.Sell(market, ticks, lots));
            Assert.Equal(201, (await Rest.PlaceAsync(taker, taker.Buy(market, ticks, lots))).Status);
        }
    }
}
