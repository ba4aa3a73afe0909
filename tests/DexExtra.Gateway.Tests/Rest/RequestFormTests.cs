using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>Lists, amendments, mass cancels and operator commands that are refused before the engine sees them.</summary>
public sealed class RequestFormTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    [Trait("rule", "T15")]
    public async Task A_list_must_be_a_list_and_signed_as_one()
    {
        var market = await venue.CreateMarketAsync();
        var trader = new Trader();
        SignedOrder[] orders = [trader.Buy(market, 4_000, 1), trader.Buy(market, 3_900, 1)];

        (await Rest.PostAsync("/v1/order-lists", List(trader, ListKind.BracketOco, orders)))
            .Refused(422, "INVALID_ORDER_LIST");
        var forged = List(trader, ListKind.OneCancelsOther, orders);
        forged["list"]!["orders"]![1]!["quantity"] = "200000000";
        var answer = await Rest.PostAsync("/v1/order-lists", forged);
        answer.Refused(422, "WRONG_SIGNER");
        Assert.StartsWith("0x", answer.Text("digest"), StringComparison.Ordinal);
        var oneId = List(trader, ListKind.OneCancelsOther, orders);
        oneId["clientOrderIds"] = new JsonArray("1");
        (await Rest.PostAsync("/v1/order-lists", oneId)).Refused(400, "MALFORMED");
        var strange = List(trader, ListKind.OneCancelsOther, orders);
        strange["list"]!["orders"]![0]!["instructions"]!["minQuantity"] = "-1";
        answer = await Rest.PostAsync("/v1/order-lists", strange);
        Assert.Contains(
            "list.orders[0].instructions.minQuantity", answer.Refused(400, "MALFORMED").Text("detail"),
            StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "SIG-01")]
    public async Task Instructions_that_were_not_signed_are_a_wrong_signer()
    {
        var market = await venue.CreateMarketAsync();
        var trader = new Trader();
        var order = trader.Buy(market, 4_000, 3);
        var body = RestClient.OrderBody(in order, trader.Sign(in order), 1);
        body["order"]!["instructions"]!["displayQuantity"] = "100000000";
        (await Rest.PostAsync("/v1/orders", body)).Refused(422, "WRONG_SIGNER");
    }

    [Fact]
    [Trait("rule", "C4")]
    public async Task A_replacement_needs_the_next_version()
    {
        var market = await venue.CreateMarketAsync();
        var trader = new Trader();
        var order = trader.Buy(market, 4_000, 3);
        var body = RestClient.OrderBody(in order, trader.Sign(in order), 1);
        body.Remove("clientOrderId");
        var token = await Rest.TokenAsync(trader);
        (await Rest.SendAsync(HttpMethod.Put, token, "/v1/orders/5", body.DeepClone())).Refused(422, "BAD_VERSION");
        (await Rest.SendAsync(HttpMethod.Put, token, "/v1/orders/x", body)).Refused(400, "MALFORMED");
    }

    [Fact]
    [Trait("rule", "SEC-03")]
    public async Task Amendments_mass_cancels_and_unlocks_need_a_session()
    {
        var body = new JsonObject();
        (await Rest.SendAsync(HttpMethod.Patch, "no", "/v1/orders/5", body.DeepClone()))
            .Refused(401, "UNAUTHENTICATED");
        (await Rest.PostAsync("/v1/mass-cancels", body.DeepClone())).Refused(401, "UNAUTHENTICATED");
        (await Rest.PostAsync("/v1/unlocks", body)).Refused(401, "UNAUTHENTICATED");
    }

    [Theory]
    [InlineData("PATCH", "/v1/orders/5", "{\"quantity\":\"1.5\"}")]
    [InlineData("PATCH", "/v1/orders/5", "{\"expiry\":-1}")]
    [InlineData("PATCH", "/v1/orders/5", "{\"price\":\"1\"}")]
    [InlineData("POST", "/v1/mass-cancels", "{\"priceFrom\":\"1\"}")]
    [InlineData("POST", "/v1/mass-cancels", "{\"side\":\"BUY\"}")]
    [InlineData("POST", "/v1/mass-cancels", "{\"marketId\":-1}")]
    [InlineData("POST", "/v1/unlocks", "{\"allSubaccounts\":1}")]
    public async Task What_is_not_of_its_type_is_malformed(string method, string path, string body) =>
        (await Rest.SendAsync(new HttpMethod(method), new Trader(), path, JsonNode.Parse(body)!))
            .Refused(400, "MALFORMED");

    [Fact]
    [Trait("rule", "SEC-03")]
    public async Task Operator_commands_are_the_admins_alone_and_pass_once()
    {
        using var stranger = PrivateKey.Generate();
        (await Rest.PostAsync("/v1/admin/market-state", State(stranger, Now))).Refused(403, "NOT_AUTHORISED");
        var forged = State(venue.AdminKey, Now);
        forged["state"]!["marketId"] = 2;
        (await Rest.PostAsync("/v1/admin/market-state", forged)).Refused(403, "NOT_AUTHORISED");
        (await Rest.PostAsync("/v1/admin/market-state", State(venue.AdminKey, Now - 3_600_000)))
            .Refused(422, "NONCE_REUSED");
        (await Rest.PostAsync("/v1/admin/market-state", State(venue.AdminKey, Now + 3_600_000)))
            .Refused(422, "NONCE_REUSED");
        foreach (var path in new[] { "trading-rules", "auctions", "index-prices" })
        {
            (await Rest.PostAsync($"/v1/admin/{path}", new JsonObject())).Refused(400, "MALFORMED");
        }
    }

    private static ulong Now => (ulong)TimeProvider.System.GetUtcNow().ToUnixTimeMilliseconds();

    private static JsonObject State(PrivateKey signer, ulong nonce)
    {
        var command = new SetMarketState { MarketId = 1, State = MarketState.Halted };
        var encoded = new byte[Signature.EncodedBytes];
        signer.Sign(OperatorHash.Digest(Venue.Domain, in command, nonce)).CopyTo(encoded);
        return new JsonObject
        {
            ["state"] = new JsonObject { ["marketId"] = 1, ["state"] = 6, ["nonce"] = nonce },
            ["signature"] = Hex.Format(encoded),
        };
    }

    private static JsonObject List(Trader trader, ListKind kind, SignedOrder[] orders)
    {
        var encoded = new byte[Signature.EncodedBytes];
        trader.Key.Sign(OrderListHash.Digest(Venue.Domain, kind, orders)).CopyTo(encoded);
        return new JsonObject
        {
            ["list"] = new JsonObject
            {
                ["kind"] = (byte)kind,
                ["orders"] = new JsonArray([.. orders.Select(order => RestClient.OrderMessage(in order))]),
            },
            ["signature"] = Hex.Format(encoded),
            ["clientOrderIds"] = new JsonArray([.. orders.Select((_, index) => JsonValue.Create($"{index + 1}"))]),
        };
    }
}
