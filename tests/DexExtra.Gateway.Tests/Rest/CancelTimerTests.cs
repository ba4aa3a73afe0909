using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>C7: the timer for orders that came over REST.</summary>
public sealed class CancelTimerTests(Venue venue)
{
    private const string Path = "/v1/cancel-after";

    [Fact]
    [Trait("rule", "C7")]
    public async Task Orders_of_an_owner_who_stays_silent_are_cancelled_and_those_of_others_are_not()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        var market = await venue.CreateMarketAsync();
        var (silent, loud, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync(),
            await venue.CreateTraderAsync());
        foreach (var trader in new[] { silent, loud, other })
        {
            await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 100, 1));
        }

        var set = await SetAsync(gateway.Rest, silent, 60);
        await SetAsync(gateway.Rest, loud, 60);
        Assert.Equal(set.Text("cancelAt"), (await gateway.Rest.GetAsync(silent, Path)).Text("cancelAt"));
        time.Advance(TimeSpan.FromSeconds(59));
        await SetAsync(gateway.Rest, loud, 60);
        Assert.Single(await OpenOrdersAsync(gateway.Rest, silent));
        time.Advance(TimeSpan.FromSeconds(1));
        await UntilCancelledAsync(gateway, time, silent);

        Assert.Null((await gateway.Rest.GetAsync(silent, Path)).Json["cancelAt"]);
        Assert.Single(await OpenOrdersAsync(gateway.Rest, loud));
        Assert.Single(await OpenOrdersAsync(gateway.Rest, other));
    }

    [Fact]
    [Trait("rule", "C7")]
    public async Task A_timer_is_taken_away_with_zero()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        var market = await venue.CreateMarketAsync();
        var (calm, silent) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await gateway.Rest.PlaceAsync(calm, calm.Buy(market, 100, 1));
        await gateway.Rest.PlaceAsync(silent, silent.Buy(market, 100, 1));
        await SetAsync(gateway.Rest, calm, 10);
        await SetAsync(gateway.Rest, silent, 10);
        Assert.Null((await SetAsync(gateway.Rest, calm, 0)).Json["cancelAt"]);

        time.Advance(TimeSpan.FromSeconds(11));
        await UntilCancelledAsync(gateway, time, silent);

        Assert.Single(await OpenOrdersAsync(gateway.Rest, calm));
    }

    [Fact]
    [Trait("rule", "C7")]
    public async Task A_timer_that_ran_out_while_the_gateway_was_down_cancels_when_it_is_up_again()
    {
        const uint source = 74;
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        await using (var gateway = await venue.StartGatewayAsync(sourceId: source))
        {
            await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 100, 1));
            Assert.Equal(200, (await SetAsync(gateway.Rest, trader, 3_600)).Status);
        }

        var time = new ManualTime();
        time.Advance(TimeSpan.FromHours(2));
        await using var again = await venue.StartGatewayAsync(time: time, sourceId: source);
        while ((await OpenOrdersAsync(venue.Gateway.Rest, trader)).Count > 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(GatewayLimits.CancelTimerBeatMs));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }

    // C7: so that no position is left without its protection
    [Fact]
    [Trait("rule", "C7")]
    public async Task What_only_reduces_a_position_stays()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        var market = await venue.CreateMarketAsync();
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await gateway.Rest.PlaceAsync(other, other.Sell(market, 100, 2));
        await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 100, 2));
        var protection = trader.Sell(market, 200, 2) with { Flags = OrderFlags.ReduceOnly };
        Assert.Equal(201, (await gateway.Rest.PlaceAsync(trader, protection)).Status);
        await gateway.Rest.PlaceAsync(trader, trader.Buy(market, 50, 1));
        await SetAsync(gateway.Rest, trader, 5);

        time.Advance(TimeSpan.FromSeconds(5));
        while ((await OpenOrdersAsync(gateway.Rest, trader)).Count != 1)
        {
            time.Advance(TimeSpan.FromSeconds(1));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        Assert.Equal("SELL", (string)(await OpenOrdersAsync(gateway.Rest, trader))[0]!["side"]!);
    }

    [Fact]
    public async Task Only_the_owner_himself_sets_a_timer_and_not_for_ever()
    {
        var trader = await venue.CreateTraderAsync();
        using var key = PrivateKey.Generate();
        await venue.Gateway.Rest.GrantAsync(SessionKeyBodies.Grant(trader, key.Address), trader.Key);
        var expiry = (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 600;
        var rest = venue.Gateway.Rest;
        var token = (await rest.LoginAsync(trader, await rest.ChallengeAsync(trader), expiry, key)).Text("token");

        (await rest.SendAsync(HttpMethod.Post, token, Path, new JsonObject { ["seconds"] = 5 }))
            .Refused(422, "SESSION_KEY_SCOPE");
        (await SetAsync(rest, trader, GatewayLimits.MaxCancelTimerSeconds + 1)).Refused(400, "MALFORMED");
        (await rest.PostAsync(Path, new JsonObject { ["seconds"] = 5 })).Refused(401, "UNAUTHENTICATED");
        Assert.Null((await rest.GetAsync(trader, Path)).Json["cancelAt"]);
    }

    private static Task<RestAnswer> SetAsync(RestClient rest, Trader trader, long seconds) =>
        rest.SendAsync(HttpMethod.Post, trader, Path, new JsonObject { ["seconds"] = seconds });

    private static async Task<JsonArray> OpenOrdersAsync(RestClient rest, Trader trader) =>
        (await rest.GetAsync(trader, "/v1/orders")).Json["orders"]!.AsArray();

    private static async Task UntilCancelledAsync(RunningGateway gateway, ManualTime time, Trader trader)
    {
        while ((await OpenOrdersAsync(gateway.Rest, trader)).Count > 0)
        {
            time.Advance(TimeSpan.FromMilliseconds(GatewayLimits.CancelTimerBeatMs));
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        while ((await gateway.Rest.GetAsync(trader, Path)).Json["cancelAt"] is not null)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }
    }
}
