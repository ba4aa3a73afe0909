using DexExtra.Gateway.Tests.Support;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

public sealed class SessionTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    private static ulong InAnHour => (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3_600;

    [Fact]
    public async Task A_signed_challenge_opens_a_session()
    {
        var trader = new Trader();

        var answer = await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), InAnHour);

        Assert.Equal(201, answer.Status);
        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Get, answer.Text("token"), "/v1/account")).Status);
    }

    // SIG-10
    [Fact]
    public async Task A_login_signed_by_another_key_is_refused()
    {
        var trader = new Trader();
        using var thief = PrivateKey.Generate();

        (await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), InAnHour, thief))
            .Refused(422, "WRONG_SIGNER");
    }

    [Fact]
    public async Task A_challenge_is_good_once_and_for_its_account_only()
    {
        var (trader, other) = (new Trader(), new Trader());
        var challenge = await Rest.ChallengeAsync(trader);

        (await Rest.LoginAsync(other, challenge, InAnHour)).Refused(401, "UNAUTHENTICATED");
        Assert.Equal(201, (await Rest.LoginAsync(trader, challenge, InAnHour)).Status);
        (await Rest.LoginAsync(trader, challenge, InAnHour)).Refused(401, "UNAUTHENTICATED");
        (await Rest.LoginAsync(trader, Keccak256.Hash([3]), InAnHour)).Refused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Challenges_and_tokens_end_in_time()
    {
        var time = new ManualTime();
        await using var gateway = await venue.StartGatewayAsync(time: time);
        var trader = new Trader();
        var late = await gateway.Rest.ChallengeAsync(trader);
        time.Advance(TimeSpan.FromSeconds(GatewayLimits.ChallengeSeconds + 1));
        (await gateway.Rest.LoginAsync(trader, late, InAnHour)).Refused(401, "UNAUTHENTICATED");

        var token = (await gateway.Rest.LoginAsync(trader, await gateway.Rest.ChallengeAsync(trader), InAnHour))
            .Text("token");

        Assert.Equal(200, (await gateway.Rest.SendAsync(HttpMethod.Get, token, "/v1/account")).Status);
        time.Advance(TimeSpan.FromHours(1));
        (await gateway.Rest.SendAsync(HttpMethod.Get, token, "/v1/account")).Refused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task The_expiry_of_a_login_is_bounded()
    {
        var trader = new Trader();
        var now = InAnHour - 3_600;

        (await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), now - 1)).Refused(400, "MALFORMED");
        (await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), now + GatewayLimits.MaxLoginSeconds + 60))
            .Refused(400, "MALFORMED");
    }

    [Fact]
    public async Task The_oldest_of_too_many_tokens_makes_room()
    {
        var trader = new Trader();
        var tokens = new List<string>();
        for (var index = 0; index <= GatewayLimits.MaxRestSessionsPerAddress; index++)
        {
            tokens.Add((await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), InAnHour)).Text("token"));
        }

        (await Rest.SendAsync(HttpMethod.Get, tokens[0], "/v1/account")).Refused(401, "UNAUTHENTICATED");
        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Get, tokens[1], "/v1/account")).Status);
    }

    // NET-15, P8
    [Theory]
    [InlineData("")]
    [InlineData("x")]
    [InlineData("0000000000000000000000000000000000000000000000000000000000000000")]
    public async Task Nothing_private_is_answered_without_a_token(string token)
    {
        string[] paths = ["/v1/account", "/v1/orders", "/v1/orders/1", "/v1/orders/by-client-id/1", "/v1/fills"];
        foreach (var path in paths)
        {
            (await Rest.SendAsync(HttpMethod.Get, token, path)).Refused(401, "UNAUTHENTICATED");
            (await Rest.GetAsync(path)).Refused(401, "UNAUTHENTICATED");
        }

        (await Rest.SendAsync(HttpMethod.Delete, token, "/v1/orders/1")).Refused(401, "UNAUTHENTICATED");
    }

    [Fact]
    public async Task Nobody_sees_or_cancels_the_orders_of_another()
    {
        var market = await venue.CreateMarketAsync();
        var (owner, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var orderId = (await Rest.PlaceAsync(owner, owner.Buy(market, 4_000, 1))).At("order.orderId");

        (await Rest.GetAsync(other, $"/v1/orders/{orderId}")).Refused(404, "NOT_FOUND");
        (await Rest.DeleteAsync(other, $"/v1/orders/{orderId}")).Refused(404, "UNKNOWN_ORDER");
        Assert.Equal("NEW", (await Rest.GetAsync(owner, $"/v1/orders/{orderId}")).At("order.status"));
    }
}
