using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Rest;

// C9, NET-08: no answer in time, then the same order again; on a venue of its own, whose engine is killed
public sealed class EngineDownTests
{
    [Fact]
    public async Task An_unanswered_order_executes_once_and_the_repeat_is_answered()
    {
        await using var venue = new Venue();
        await venue.InitializeAsync();
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        await using var gateway = await venue.StartGatewayAsync(new GatewayLimits { EngineAnswerTimeoutMs = 200 });
        var order = trader.Buy(market, 4_000, 1);
        venue.KillEngine();

        (await gateway.Rest.PlaceAsync(trader, order, clientOrderId: 1)).Refused(504, "ENGINE_UNAVAILABLE");
        (await gateway.Rest.PlaceAsync(trader, order, clientOrderId: 1)).Refused(504, "ENGINE_UNAVAILABLE");
        await venue.StartEngineAsync();
        RestAnswer repeat;
        do
        {
            repeat = await gateway.Rest.PlaceAsync(trader, order, clientOrderId: 1);
        }
        while (repeat.Status == 504);

        Assert.Equal((200, "true", "NEW"), (repeat.Status, repeat.At("repeated"), repeat.At("order.status")));
        Assert.Equal("1", (await venue.Gateway.Rest.GetAsync($"/v1/markets/{market}/book")).At("bids.0.orders"));
    }
}
