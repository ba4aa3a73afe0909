using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>Session keys over REST: who grants and revokes, what a key may, and that nothing else knows it.</summary>
[Trait("rule", "SIG-10")]
public sealed class SessionKeyTests(Venue venue) : IDisposable
{
    private readonly PrivateKey _key = PrivateKey.Generate();

    private RestClient Rest => venue.Gateway.Rest;

    private static ulong InAnHour => (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3_600;

    public void Dispose() => _key.Dispose();

    [Fact]
    public async Task A_granted_key_trades_and_a_revoked_one_does_not()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        (await PlaceAsync(trader, market, _key)).Refused(422, "WRONG_SIGNER");

        var grant = SessionKeyBodies.Grant(trader, _key.Address);
        var granted = await Rest.GrantAsync(in grant, trader.Key);
        Assert.Equal((201, "LIVE"), (granted.Status, granted.At("sessionKey.status")));
        var placed = await PlaceAsync(trader, market, _key);
        Assert.Equal(201, placed.Status);
        (await Rest.GrantAsync(in grant, trader.Key)).Refused(409, "ALREADY_APPLIED");

        var revoked = await Rest.RevokeAsync(in grant, trader.Key);
        Assert.Equal((200, "REVOKED"), (revoked.Status, revoked.At("sessionKey.status")));
        Assert.Equal(revoked.Text("sequence"), revoked.At("sessionKey.revokedSequence"));
        (await PlaceAsync(trader, market, _key)).Refused(422, "SESSION_KEY_REVOKED");
        var order = await Rest.GetAsync(trader, $"/v1/orders/{placed.At("order.orderId")}");
        Assert.Equal(("CANCELLED", "SESSION_KEY_REVOKED"), (order.At("order.status"), order.At("order.reason")));
        (await Rest.RevokeAsync(in grant, trader.Key)).Refused(409, "ALREADY_APPLIED");
    }

    [Fact]
    public async Task Only_the_owner_grants_and_revokes()
    {
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var grant = SessionKeyBodies.Grant(trader, _key.Address);
        (await Rest.GrantAsync(in grant, other.Key)).Refused(422, "WRONG_SIGNER");
        (await Rest.GrantAsync(in grant, _key)).Refused(422, "WRONG_SIGNER");
        Assert.Equal(201, (await Rest.GrantAsync(in grant, trader.Key)).Status);

        using var second = PrivateKey.Generate();
        var more = SessionKeyBodies.Grant(trader, second.Address);
        (await Rest.GrantAsync(in more, _key)).Refused(422, "WRONG_SIGNER");
        (await Rest.RevokeAsync(in grant, _key)).Refused(422, "WRONG_SIGNER");
        (await Rest.RevokeAsync(in grant, other.Key)).Refused(422, "WRONG_SIGNER");
        var wrong = grant with { Nonce = grant.Nonce + 50 };
        (await Rest.RevokeAsync(in wrong, trader.Key)).Refused(404, "SESSION_KEY_UNKNOWN");
        var twice = SessionKeyBodies.Grant(trader, _key.Address);
        (await Rest.GrantAsync(in twice, trader.Key)).Refused(409, "SESSION_KEY_EXISTS");
    }

    [Fact]
    public async Task A_key_of_one_owner_is_nothing_to_another()
    {
        var market = await venue.CreateMarketAsync();
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await Rest.GrantAsync(SessionKeyBodies.Grant(trader, _key.Address), trader.Key);
        (await PlaceAsync(other, market, _key)).Refused(422, "WRONG_SIGNER");
        (await Rest.LoginAsync(other, await Rest.ChallengeAsync(other), InAnHour, _key)).Refused(422, "WRONG_SIGNER");
    }

    [Fact]
    public async Task Scope_and_expiry_are_judged_by_the_engine()
    {
        var (market, elsewhere) = (await venue.CreateMarketAsync(), await venue.CreateMarketAsync());
        var trader = await venue.CreateTraderAsync();
        var grant = SessionKeyBodies.Grant(trader, _key.Address) with { MarketId = market };
        await Rest.GrantAsync(in grant, trader.Key);

        (await PlaceAsync(trader, elsewhere, _key)).Refused(422, "SESSION_KEY_SCOPE");
        var late = trader.Buy(market, 100, 1) with { ExpirySeconds = grant.ExpiresAtSeconds + 1 };
        (await PlaceAsync(trader, late, _key)).Refused(422, "SESSION_KEY_SCOPE");
        Assert.Equal(201, (await PlaceAsync(trader, market, _key)).Status);
    }

    [Fact]
    public async Task A_key_moves_no_money_and_grants_nothing()
    {
        var trader = await venue.CreateTraderAsync();
        await Rest.GrantAsync(SessionKeyBodies.Grant(trader, _key.Address), trader.Key);
        foreach (var (path, type) in new[]
        {
            ("/v1/transfers", Eip712Type.Transfer), ("/v1/margin-modes", Eip712Type.SetMarginMode),
            ("/v1/margin-adjustments", Eip712Type.AdjustMargin),
        })
        {
            var command = new System.Text.Json.Nodes.JsonObject();
            foreach (var field in type.Fields)
            {
                command[field.Name] = field.Type == "address" ? trader.Key.Address.ToString() : "1";
            }

            var fields = TypedFields.Parse(type, name => (string)command[name]!, out _);
            var encoded = new byte[Signature.EncodedBytes];
            _key.Sign(fields!.Digest(Venue.Domain)).CopyTo(encoded);
            var body = new System.Text.Json.Nodes.JsonObject { ["command"] = command, ["signature"] = Hex.Format(encoded) };
            (await Rest.PostAsync(path, body)).Refused(422, "WRONG_SIGNER");
        }
    }

    [Fact]
    public async Task A_login_of_a_key_cancels_but_never_locks_and_ends_with_the_grant()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var grant = SessionKeyBodies.Grant(trader, _key.Address);
        await Rest.GrantAsync(in grant, trader.Key);
        var login = await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), InAnHour, _key);
        Assert.Equal(201, login.Status);
        var token = login.Text("token");
        var orderId = (await PlaceAsync(trader, market, _key)).At("order.orderId");

        var everything = new System.Text.Json.Nodes.JsonObject { ["lock"] = true };
        (await Rest.SendAsync(HttpMethod.Post, token, "/v1/mass-cancels", everything)).Refused(422, "SESSION_KEY_SCOPE");
        var unlock = new System.Text.Json.Nodes.JsonObject { ["allSubaccounts"] = false };
        (await Rest.SendAsync(HttpMethod.Post, token, "/v1/unlocks", unlock)).Refused(422, "SESSION_KEY_SCOPE");
        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Delete, token, $"/v1/orders/{orderId}")).Status);
        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Get, token, "/v1/account")).Status);
        var keys = await Rest.SendAsync(HttpMethod.Get, token, SessionKeyBodies.Path);
        Assert.Equal(_key.Address.ToString(), keys.At("sessionKeys.0.key"));

        await Rest.RevokeAsync(in grant, trader.Key);
        (await Rest.SendAsync(HttpMethod.Get, token, "/v1/account")).Refused(401, "UNAUTHENTICATED");
        (await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), InAnHour, _key))
            .Refused(422, "SESSION_KEY_REVOKED");
    }

    [Fact]
    public async Task A_login_of_a_key_sees_its_own_subaccount_only()
    {
        var trader = await venue.CreateTraderAsync();
        await Rest.GrantAsync(SessionKeyBodies.Grant(trader, _key.Address) with { Subaccount = 3 }, trader.Key);
        var token = (await Rest.LoginAsync(trader, await Rest.ChallengeAsync(trader), InAnHour, _key)).Text("token");

        (await Rest.SendAsync(HttpMethod.Get, token, "/v1/account")).Refused(422, "SESSION_KEY_SCOPE");
        (await Rest.SendAsync(HttpMethod.Get, token, "/v1/orders")).Refused(422, "SESSION_KEY_SCOPE");
        (await Rest.SendAsync(HttpMethod.Delete, token, "/v1/orders/1")).Refused(422, "SESSION_KEY_SCOPE");
        Assert.Equal(200, (await Rest.SendAsync(HttpMethod.Get, token, "/v1/orders?subaccount=3")).Status);
    }

    [Fact]
    public async Task A_gateway_that_starts_later_knows_every_grant()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        using var revoked = PrivateKey.Generate();
        var first = SessionKeyBodies.Grant(trader, revoked.Address);
        await Rest.GrantAsync(in first, trader.Key);
        await Rest.RevokeAsync(in first, trader.Key);
        await Rest.GrantAsync(SessionKeyBodies.Grant(trader, _key.Address), trader.Key);

        await using var gateway = await venue.StartGatewayAsync();
        Assert.Equal(201, (await PlaceAsync(trader, market, _key, gateway.Rest)).Status);
        (await PlaceAsync(trader, market, revoked, gateway.Rest)).Refused(422, "SESSION_KEY_REVOKED");
    }

    private Task<RestAnswer> PlaceAsync(Trader trader, uint market, PrivateKey signer, RestClient? rest = null) =>
        PlaceAsync(trader, trader.Buy(market, 100, 1), signer, rest);

    private Task<RestAnswer> PlaceAsync(Trader trader, SignedOrder order, PrivateKey signer, RestClient? rest = null) =>
        (rest ?? Rest).PostAsync(
            "/v1/orders",
            RestClient.OrderBody(in order, trader.Sign(in order, signer: signer), trader.NextClientOrderId()));
}
