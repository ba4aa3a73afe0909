using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Rest;

public sealed class AccountTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    // C5: the definite answers
    [Fact]
    public async Task Cancels_get_definite_answers()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var first = (await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 5), 11)).At("order.orderId");
        await Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));
        var filled = (await Rest.PlaceAsync(taker, taker.Sell(market, 9_000, 1), 12)).At("order.orderId");

        var cancelled = await Rest.DeleteAsync(maker, $"/v1/orders/{first}");

        Assert.Equal(
            (200, "CANCELLED", "3"),
            (cancelled.Status, cancelled.Text("status"), cancelled.Text("cancelledQuantity")));
        await Rest.PlaceAsync(maker, maker.Buy(market, 9_000, 1));
        (await Rest.DeleteAsync(maker, $"/v1/orders/{first}")).Refused(409, "TOO_LATE_CANCELLED");
        (await Rest.DeleteAsync(maker, "/v1/orders/by-client-id/11")).Refused(409, "TOO_LATE_CANCELLED");
        (await Rest.DeleteAsync(taker, "/v1/orders/by-client-id/12")).Refused(409, "TOO_LATE_FILLED");
        (await Rest.DeleteAsync(taker, $"/v1/orders/{filled}")).Refused(409, "TOO_LATE_FILLED");
        (await Rest.DeleteAsync(maker, "/v1/orders/999999999")).Refused(404, "UNKNOWN_ORDER");
        (await Rest.DeleteAsync(maker, "/v1/orders/zero")).Refused(400, "MALFORMED");
        (await Rest.DeleteAsync(maker, "/v1/orders/0")).Refused(400, "MALFORMED");
    }

    // R1, F7, K3: opening cost, hold and position by the premium model, to the last unit
    [Fact]
    public async Task Balances_and_positions_follow_the_trades()
    {
        var market = await venue.CreateMarketAsync(takerFeePerLot: 1);
        var (maker, taker) = (await venue.CreateTraderAsync(1_000), await venue.CreateTraderAsync(1_000));
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 5));

        await Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));

        var buyer = await Rest.GetAsync(taker, "/v1/account");
        Assert.Equal("919.99999998", buyer.At("balances.0.available"));
        Assert.Equal("0", buyer.At("balances.0.held"));
        Assert.Equal("2", buyer.At("positions.0.quantity"));
        Assert.Equal("80", buyer.At("positions.0.cost"));
        Assert.Equal("40", buyer.At("positions.0.averagePrice"));
        var seller = await Rest.GetAsync(maker, "/v1/account");
        Assert.Equal("699.99999997", seller.At("balances.0.available"));
        Assert.Equal("180.00000003", seller.At("balances.0.held"));
        Assert.Equal("-2", seller.At("positions.0.quantity"));
        Assert.Equal("40", seller.At("positions.0.averagePrice"));
        Assert.Equal("USDC", seller.At("balances.0.symbol"));
    }

    [Fact]
    public async Task Orders_are_found_by_id_by_client_id_and_in_pages()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var ids = new List<string>();
        for (var index = 1; index <= 5; index++)
        {
            ids.Add((await Rest.PlaceAsync(trader, trader.Buy(market, 4_000 - index, 1))).At("order.orderId")!);
        }

        await Rest.DeleteAsync(trader, $"/v1/orders/{ids[4]}");

        Assert.Equal(ids[0], (await Rest.GetAsync(trader, $"/v1/orders/{ids[0]}")).At("order.orderId"));
        Assert.Equal(ids[1], (await Rest.GetAsync(trader, "/v1/orders/by-client-id/2")).At("order.orderId"));
        (await Rest.GetAsync(trader, "/v1/orders/by-client-id/99")).Refused(404, "NOT_FOUND");
        var first = await Rest.GetAsync(trader, "/v1/orders?limit=2");
        var second = await Rest.GetAsync(trader, $"/v1/orders?limit=2&before={first.Text("next")}");
        Assert.Equal([ids[3], ids[2]], OrderIds(first));
        Assert.Equal([ids[1], ids[0]], OrderIds(second));
        var all = await Rest.GetAsync(trader, "/v1/orders?status=all");
        Assert.Equal([ids[4], ids[3], ids[2], ids[1], ids[0]], OrderIds(all));
        (await Rest.GetAsync(trader, "/v1/orders?status=some")).Refused(400, "MALFORMED");
        (await Rest.GetAsync(trader, "/v1/orders?limit=0")).Refused(400, "MALFORMED");
        (await Rest.GetAsync(trader, "/v1/orders?before=x")).Refused(400, "MALFORMED");
    }

    [Fact]
    public async Task Fills_carry_their_way_to_the_chain()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 5));
        await Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));

        var fills = await Rest.GetAsync(maker, "/v1/fills");

        Assert.Equal(("MAKER", "SELL"), (fills.At("fills.0.liquidity"), fills.At("fills.0.side")));
        Assert.Equal(
            ("MATCHED", "PENDING"), (fills.At("fills.0.settlementState"), fills.At("fills.0.settlementStatus")));
        var trades = await Rest.GetAsync($"/v1/markets/{market}/trades");
        Assert.Equal(
            ("BUY", "40", "2"),
            (trades.At("trades.0.aggressor"), trades.At("trades.0.price"), trades.At("trades.0.quantity")));
        Assert.Equal(fills.At("fills.0.matchId"), trades.At("trades.0.matchId"));
    }

    private static IEnumerable<string> OrderIds(RestAnswer answer) =>
        answer.Json["orders"]!.AsArray().Select(order => (string)order!["orderId"]!);
}
