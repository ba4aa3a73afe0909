using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

public sealed class OrderTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task An_accepted_order_is_answered_with_its_state()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();

        var answer = await Rest.PlaceAsync(trader, trader.Buy(market, 4_250, 3), clientOrderId: 77);

        Assert.Equal(201, answer.Status);
        Assert.Equal("NEW", answer.At("order.status"));
        Assert.Equal("77", answer.At("order.clientOrderId"));
        Assert.Equal("42.5", answer.At("order.limitPrice"));
        Assert.Equal("3", answer.At("order.quantity"));
        Assert.Equal("4250", answer.At("order.priceTicks"));
        Assert.Equal("3", answer.At("order.leavesQuantity"));
        Assert.Equal("0", answer.At("order.filledQuantity"));
        Assert.Equal("false", answer.At("repeated"));
        Assert.Empty(answer.Json["fills"]!.AsArray());
        Assert.Equal(answer.At("order.orderId"), answer.Text("sequence"));
    }

    [Fact]
    public async Task Fills_of_the_same_command_come_with_the_answer()
    {
        var market = await venue.CreateMarketAsync(takerFeePerLot: 1_000_000);
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 2));
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_001, 2));

        var answer = await Rest.PlaceAsync(taker, taker.Buy(market, 4_001, 3));

        Assert.Equal(201, answer.Status);
        Assert.Equal("FILLED", answer.At("order.status"));
        Assert.Equal("40.00333333", answer.At("order.averagePrice"));
        Assert.Equal("0.03", answer.At("order.fees"));
        Assert.Equal(
            ["2@40 TAKER fee 0.02 cash -80", "1@40.01 TAKER fee 0.01 cash -40.01"],
            answer.Json["fills"]!.AsArray().Select(fill =>
                $"{fill!["quantity"]}@{fill["price"]} {fill["liquidity"]} fee {fill["fee"]} cash {fill["cashDelta"]}"));
    }

    // O-IOC: the remainder is cancelled within the same answer
    [Fact]
    public async Task The_cancelled_remainder_is_part_of_the_answer()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 2));

        var order = taker.Buy(market, 4_000, 5) with { TimeInForce = TimeInForce.ImmediateOrCancel };
        var answer = await Rest.PlaceAsync(taker, order);

        Assert.Equal("CANCELLED", answer.At("order.status"));
        Assert.Equal("IMMEDIATE_REMAINDER", answer.At("order.reason"));
        Assert.Equal("2", answer.At("order.filledQuantity"));
        Assert.Equal("0", answer.At("order.leavesQuantity"));
    }

    // I-PO-1, I-PO-2: refused where it would trade; the answer to a sliding order names both prices
    [Fact]
    public async Task Post_only_orders_are_refused_or_slide()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 2));
        var order = other.Buy(market, 4_100, 3) with { Flags = OrderFlags.PostOnly };

        (await Rest.PlaceAsync(other, order)).Refused(422, "POST_ONLY_WOULD_CROSS");
        var slid = await Rest.PlaceAsync(other, other.Buy(market, 4_100, 3) with { Flags = OrderFlags.PostOnlySlide });

        Assert.Equal(201, slid.Status);
        Assert.Equal("41", slid.At("order.limitPrice"));
        Assert.Equal("39.99", slid.At("order.effectivePrice"));
        Assert.Equal("2", slid.At("order.flags"));
        Assert.Equal("39.99", (await Rest.GetAsync($"/v1/markets/{market}/book")).At("bids.0.price"));
    }

    // I-RO-2: clipped to the position, told in the same answer
    [Fact]
    public async Task A_reduce_only_order_closes_what_there_is_and_no_more()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 2));
        await Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));
        await Rest.PlaceAsync(maker, maker.Buy(market, 3_900, 9));
        var closing = taker.Sell(market, 3_900, 5) with
        {
            TimeInForce = TimeInForce.ImmediateOrCancel,
            Flags = OrderFlags.ReduceOnly,
        };

        var answer = await Rest.PlaceAsync(taker, closing);

        Assert.Equal("FILLED", answer.At("order.status"));
        Assert.Equal("2", answer.At("order.filledQuantity"));
        (await Rest.PlaceAsync(taker, closing with { Nonce = closing.Nonce + 900 })).Refused(422, "NOTHING_TO_REDUCE");
    }

    // S2, S4: nothing trades between orders of one owner; the one that stays shows what is left of it
    [Fact]
    public async Task Decrement_reduces_the_larger_of_two_own_orders()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var resting = trader.Sell(market, 4_000, 5);
        await Rest.PlaceAsync(trader, resting, clientOrderId: 61);

        var answer = await Rest.PlaceAsync(
            trader, trader.Buy(market, 4_000, 2) with { Flags = OrderFlags.Decrement });

        Assert.Equal("STOPPED", answer.At("order.status"));
        Assert.Equal("SELF_TRADE", answer.At("order.reason"));
        Assert.Empty(answer.Json["fills"]!.AsArray());
        Assert.Equal("3", (await Rest.GetAsync($"/v1/markets/{market}/book")).At("asks.0.quantity"));
        var repeat = await Rest.PlaceAsync(trader, resting, clientOrderId: 61);
        Assert.Equal("NEW", repeat.At("order.status"));
        Assert.Equal("3", repeat.At("order.leavesQuantity"));
        Assert.Empty((await Rest.GetAsync($"/v1/markets/{market}/trades")).Json["trades"]!.AsArray());
    }

    // O-MKT remainder=REST
    [Fact]
    public async Task The_remainder_of_a_market_order_rests_when_the_order_says_so()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        await Rest.PlaceAsync(maker, maker.Sell(market, 4_000, 2));

        var answer = await Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 5) with
        {
            OrderType = OrderType.Market,
            TimeInForce = TimeInForce.ImmediateOrCancel,
            Flags = OrderFlags.RestRemainder,
        });

        Assert.Equal("PARTIALLY_FILLED", answer.At("order.status"));
        Assert.Equal("3", answer.At("order.leavesQuantity"));
        Assert.Equal("3", (await Rest.GetAsync($"/v1/markets/{market}/book")).At("bids.0.quantity"));
    }

    // C9: same id and content gives the original answer, as the order stands now
    [Fact]
    public async Task A_repeat_is_answered_with_the_same_order_and_executes_nothing()
    {
        var market = await venue.CreateMarketAsync();
        var (maker, taker) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var order = maker.Sell(market, 4_000, 5);
        var first = await Rest.PlaceAsync(maker, order, clientOrderId: 9);
        await Rest.PlaceAsync(taker, taker.Buy(market, 4_000, 2));

        var repeat = await Rest.PlaceAsync(maker, order, clientOrderId: 9);

        Assert.Equal(200, repeat.Status);
        Assert.Equal("true", repeat.At("repeated"));
        Assert.Equal(first.At("order.orderId"), repeat.At("order.orderId"));
        Assert.Equal("PARTIALLY_FILLED", repeat.At("order.status"));
        Assert.Equal("3", repeat.At("order.leavesQuantity"));
        Assert.Single(repeat.Json["fills"]!.AsArray());
        Assert.Equal("3", (await Rest.GetAsync($"/v1/markets/{market}/book")).At("asks.0.quantity"));
    }

    [Fact]
    public async Task A_repeat_of_a_rejected_order_gets_the_original_reject()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync(deposit: 1);
        var order = trader.Buy(market, 4_000, 5);

        (await Rest.PlaceAsync(trader, order, clientOrderId: 4)).Refused(422, "INSUFFICIENT_FUNDS");
        var repeat = (await Rest.PlaceAsync(trader, order, clientOrderId: 4)).Refused(422, "INSUFFICIENT_FUNDS");

        Assert.Equal("true", repeat.At("repeated"));
    }

    [Fact]
    public async Task The_same_client_id_with_other_content_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        await Rest.PlaceAsync(trader, trader.Buy(market, 4_000, 1), clientOrderId: 5);

        var answer = await Rest.PlaceAsync(trader, trader.Buy(market, 4_001, 1), clientOrderId: 5);

        answer.Refused(422, "DUPLICATE_CLIENT_ID");
    }

    // SIG-08: the nonce window refuses a replay under another client order id
    [Fact]
    public async Task A_replayed_order_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var order = trader.Buy(market, 4_000, 1);
        await Rest.PlaceAsync(trader, order, clientOrderId: 1);

        (await Rest.PlaceAsync(trader, order, clientOrderId: 2)).Refused(422, "NONCE_REUSED");
    }

    // SIG-05: a forged field
    [Fact]
    public async Task A_forged_order_is_refused_and_explained()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var order = trader.Buy(market, 4_000, 1);
        var signature = trader.Sign(order);
        var forged = order with { Quantity = order.Quantity * 2 };

        var answer = await Rest.PostAsync("/v1/orders", RestClient.OrderBody(forged, signature, 1));

        answer.Refused(422, "WRONG_SIGNER");
        Assert.Equal(trader.Key.Address.ToString(), answer.Text("expectedSigner"));
        Assert.NotEqual(answer.Text("expectedSigner"), answer.Text("recoveredSigner"));
        Assert.Equal(OrderHash.Digest(Venue.Domain, in forged).ToString(), answer.Text("orderHash"));
    }

    // SIG-01: n − s with the other v is the second form of the same signature
    [Fact]
    public async Task A_malleated_signature_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var order = trader.Buy(market, 4_000, 1);

        var answer = await Rest.PostAsync(
            "/v1/orders", RestClient.OrderBody(order, Malleation.OtherForm(trader.Sign(order)), 1));

        answer.Refused(422, "MALLEATED_SIGNATURE");
    }

    // SIG-09, SIG-10: signed by another key, and for another subaccount
    [Fact]
    public async Task An_order_signed_by_somebody_else_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        var (trader, other) = (await venue.CreateTraderAsync(), await venue.CreateTraderAsync());
        var order = trader.Buy(market, 4_000, 1);

        (await Rest.PostAsync("/v1/orders", RestClient.OrderBody(order, other.Sign(order), 1)))
            .Refused(422, "WRONG_SIGNER");
        var moved = order with { Account = new AccountId(trader.Key.Address, 1) };
        (await Rest.PostAsync("/v1/orders", RestClient.OrderBody(moved, trader.Sign(order), 1)))
            .Refused(422, "WRONG_SIGNER");
    }

    // SIG-06: another chain or contract, said and unsaid
    [Fact]
    public async Task An_order_for_another_domain_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var order = trader.Buy(market, 4_000, 1);
        var elsewhere = Eip712Domain.ForVenue(1, Venue.Domain.VerifyingContract);
        var body = RestClient.OrderBody(order, trader.Sign(order, elsewhere), 1);

        (await Rest.PostAsync("/v1/orders", body)).Refused(422, "WRONG_SIGNER");
        body["domain"] = new JsonObject { ["chainId"] = 1 };
        (await Rest.PostAsync("/v1/orders", body)).Refused(422, "WRONG_DOMAIN");
        body["domain"] = new JsonObject { ["verifyingContract"] = "0x00000000000000000000000000000000000000ff" };
        (await Rest.PostAsync("/v1/orders", body)).Refused(422, "WRONG_DOMAIN");
        body = RestClient.OrderBody(order, trader.Sign(order), 1);
        body["domain"] = new JsonObject { ["name"] = "DexExtra", ["version"] = "1", ["chainId"] = "31337" };
        Assert.Equal(201, (await Rest.PostAsync("/v1/orders", body)).Status);
    }

    // O-GTDX a
    [Fact]
    public async Task An_expired_order_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();

        var answer = await Rest.PlaceAsync(trader, trader.Buy(market, 4_000, 1) with { ExpirySeconds = 1_000 });

        answer.Refused(422, "EXPIRED_ON_ENTRY");
    }

    // SIG-02: form
    [Theory]
    [InlineData("0x")]
    [InlineData("0x00")]
    [InlineData("zz")]
    [InlineData("compact")]
    [InlineData("trailing")]
    [InlineData("v29")]
    public async Task A_signature_of_the_wrong_form_is_refused(string kind)
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        var order = trader.Buy(market, 4_000, 1);
        var good = trader.Sign(order);
        var body = RestClient.OrderBody(order, good, 1);
        body["signature"] = kind switch
        {
            "compact" => Hex.Format(good.AsSpan(0, 64)),
            "trailing" => Hex.Format([.. good, 0]),
            "v29" => Hex.Format([.. good.AsSpan(0, 64), 29]),
            _ => kind,
        };

        (await Rest.PostAsync("/v1/orders", body)).Refused(422, "INVALID_SIGNATURE");
    }

    // Q3: nothing is rounded
    [Fact]
    public async Task What_does_not_convert_exactly_is_refused()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();

        (await Rest.PlaceAsync(trader, trader.Buy(market, 1, 1) with { LimitPrice = 1_500_000 }))
            .Refused(422, "PRICE_OFF_TICK");
        (await Rest.PlaceAsync(trader, trader.Buy(market, 1, 1) with { Quantity = 150_000_000 }))
            .Refused(422, "QUANTITY_OFF_LOT");
        (await Rest.PlaceAsync(trader, trader.Buy(market, 1, 1) with { Quantity = 0 }))
            .Refused(422, "QUANTITY_OUT_OF_RANGE");
        var beyondTicks = Int128.MaxValue - (Int128.MaxValue % 1_000_000);
        (await Rest.PlaceAsync(trader, trader.Buy(market, 1, 1) with { LimitPrice = beyondTicks }))
            .Refused(422, "PRICE_OUT_OF_BOUNDS");
        (await Rest.PlaceAsync(trader, trader.Buy(market, 10_001, 1))).Refused(422, "PRICE_OUT_OF_BOUNDS");
    }

    // G4, C04, and the accounts and markets that do not exist
    [Fact]
    public async Task What_does_not_exist_is_refused_and_negative_prices_do()
    {
        var market = await venue.CreateMarketAsync(floorTicks: -5_000, capTicks: 5_000);
        var (trader, stranger) = (await venue.CreateTraderAsync(), new Trader());

        (await Rest.PlaceAsync(trader, trader.Buy(999_999, 1, 1))).Refused(422, "UNKNOWN_MARKET");
        (await Rest.PlaceAsync(stranger, stranger.Buy(market, 1, 1))).Refused(422, "UNKNOWN_ACCOUNT");
        (await Rest.PlaceAsync(trader, trader.Buy(market, 1, 1) with { Flags = (OrderFlags)0x8000_0000 }))
            .Refused(422, "UNSUPPORTED_COMBINATION");
        (await Rest.PlaceAsync(trader, trader.Buy(market, 1, 1) with { Version = 2 }))
            .Refused(422, "BAD_VERSION");
        (await Rest.PlaceAsync(trader, trader.Buy(market, 1, 1) with { OrderType = OrderType.Market }))
            .Refused(422, "UNSUPPORTED_COMBINATION");
        Assert.Equal("-12.5", (await Rest.PlaceAsync(trader, trader.Sell(market, -1_250, 1))).At("order.limitPrice"));
    }

    [Theory]
    [InlineData("")]
    [InlineData("null")]
    [InlineData("[]")]
    [InlineData("{\"order\":{}}")]
    [InlineData("{\"order\":null,\"signature\":\"0x\",\"clientOrderId\":1}")]
    [InlineData("{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":{\"a\":1}}}}}}}}}")]
    public async Task A_body_of_another_shape_is_malformed(string body) =>
        (await Rest.PostTextAsync("/v1/orders", body)).Refused(400, "MALFORMED");

    [Theory]
    [InlineData("quantity", "1e8")]
    [InlineData("quantity", "-1")]
    [InlineData("quantity", "+1")]
    [InlineData("quantity", " 1")]
    [InlineData("quantity", "1.0")]
    [InlineData("side", "256")]
    [InlineData("marketId", "4294967296")]
    [InlineData("account", "0x12")]
    [InlineData("limitPrice", "170141183460469231731687303715884105728")]
    public async Task A_number_that_is_not_exact_is_malformed(string member, string text)
    {
        var trader = new Trader();
        var order = trader.Buy(1, 1, 1);
        var body = RestClient.OrderBody(order, trader.Sign(order), 1);
        body["order"]![member] = text;

        var answer = (await Rest.PostAsync("/v1/orders", body)).Refused(400, "MALFORMED");

        Assert.Contains(member, answer.Text("detail"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Unknown_and_repeated_members_are_malformed()
    {
        var trader = new Trader();
        var order = trader.Buy(1, 1, 1);
        var body = RestClient.OrderBody(order, trader.Sign(order), 1);
        body["price"] = 1;

        (await Rest.PostAsync("/v1/orders", body)).Refused(400, "MALFORMED");
        body.Remove("price");
        var twice = body.ToJsonString()
            .Replace("{\"order\"", "{\"clientOrderId\":2,\"order\"", StringComparison.Ordinal);
        (await Rest.PostTextAsync("/v1/orders", twice)).Refused(400, "MALFORMED");
        (await Rest.PostTextAsync("/v1/orders", new string(' ', GatewayLimits.MaxRequestBodyBytes + 1)))
            .Refused(413, "MALFORMED");
    }
}
