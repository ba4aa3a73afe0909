using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Admission;

// NET-13, C11 through the sockets
public sealed class RateLimitTests(Venue venue)
{
    private static readonly GatewayLimits Tight =
        new() { OrdersPerSecond = 5, OrderBurst = 10, CancelsPerSecond = 10, CancelBurst = 40 };

    [Fact]
    public async Task Orders_beyond_the_budget_are_refused_and_cancels_still_pass()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(Tight, time);
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        await gateway.Rest.WaitForBalanceAsync(trader);
        var handler = new RecordingHandler();
        await using var client = await gateway.ConnectAsync(trader, handler, nextSeqNo: 0);

        Send(client, trader, market, first: 1, count: 15);
        var lines = await handler.TakeAsync(15);
        Assert.Equal(10, lines.Count(line => line.Contains(" NEW ", StringComparison.Ordinal)));
        Assert.Equal(5, lines.Count(line => line.EndsWith("RATE_LIMITED", StringComparison.Ordinal)));
        client.SendCancel(99, 1, 0);
        Assert.Contains("CANCELLED 1", (await handler.TakeAsync(1))[0], StringComparison.Ordinal);

        time.Advance(TimeSpan.FromSeconds(1));
        Send(client, trader, market, first: 21, count: 10);
        lines = await handler.TakeAsync(10);
        Assert.Equal(5, lines.Count(line => line.EndsWith("RATE_LIMITED", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task Neither_a_reconnect_nor_REST_gives_a_new_budget()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(Tight, time);
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        await gateway.Rest.WaitForBalanceAsync(trader);
        for (var session = 0; session < 5; session++)
        {
            var handler = new RecordingHandler();
            await using var client = await gateway.ConnectAsync(trader, handler, nextSeqNo: 0);
            Send(client, trader, market, first: 1 + (2 * session), count: 2);
            await handler.TakeAsync(2);
        }

        var refused = (await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 1, 1), 50))
            .Refused(429, "RATE_LIMITED");

        Assert.Equal(TimeSpan.FromSeconds(1), refused.RetryAfter);
        Assert.Equal("200", refused.At("retryAfterMs"));
    }

    // nobody can use up the budget of another: it is touched only after the signature was checked
    [Fact]
    public async Task Forged_orders_do_not_spend_the_victims_budget()
    {
        await using var gateway = await venue.StartGatewayAsync(Tight, new ManualTime());
        var market = await venue.CreateMarketAsync();
        var (victim, thief) = (await venue.CreateTraderAsync(), new Trader());
        await gateway.Rest.WaitForBalanceAsync(victim);
        var order = victim.Buy(market, 1, 1);
        for (ulong attempt = 1; attempt <= 20; attempt++)
        {
            (await gateway.Rest.PostAsync("/v1/orders", RestClient.OrderBody(order, thief.Sign(order), attempt)))
                .Refused(422, "WRONG_SIGNER");
        }

        Assert.Equal(201, (await gateway.Rest.PlaceAsync(victim, order, 1)).Status);
    }

    [Fact]
    public async Task Requests_of_one_address_are_limited()
    {
        var limits = new GatewayLimits { RequestsPerSecond = 1, RequestBurst = 3 };
        await using var gateway = await venue.StartGatewayAsync(limits, new ManualTime());

        for (var request = 0; request < 3; request++)
        {
            Assert.Equal(200, (await gateway.Rest.GetAsync("/v1/time")).Status);
        }

        (await gateway.Rest.GetAsync("/v1/time")).Refused(429, "RATE_LIMITED");
        Assert.Equal(200, (await gateway.Rest.GetAsync("/health")).Status);
    }

    private static void Send(Client.OrderEntryClient client, Trader trader, uint market, int first, int count)
    {
        for (var index = first; index < first + count; index++)
        {
            client.SendNewOrder(trader.Buy(market, 1, 1), (ulong)index);
        }
    }
}
