using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>Block trades, busts and withdrawals all the way through gateway and engine of a venue that settles net.</summary>
public sealed class NettedTests(NettedVenue venue) : IClassFixture<NettedVenue>
{
    private static readonly string Sent = "0x" + new string('7', 64);

    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    [Trait("rule", "U3")]
    public async Task A_block_trade_changes_hands_off_the_book_or_not_at_all()
    {
        var (buyer, seller, market) = await OpenAsync();
        var answer = await Rest.PostAsync("/v1/block-trades", Block(buyer, seller, market, 5_000, 10));
        Assert.Equal(201, answer.Status);
        Assert.Equal(("50", "10"), (answer.At("match.price"), answer.At("match.quantity")));
        Assert.Equal(("10", "-10"), (await LotsAsync(buyer), await LotsAsync(seller)));
        Assert.Equal("BLOCK", (await Rest.GetAsync($"/v1/markets/{market}/trades")).At("trades.0.flags.0"));

        var poor = await venue.CreateTraderAsync(1);
        var refused = (await Rest.PostAsync("/v1/block-trades", Block(buyer, poor, market, 5_000, 10)))
            .Refused(422, "ORDER_REFUSED");
        Assert.Equal(
            ("LIST_REJECTED", "INSUFFICIENT_FUNDS"), (refused.At("orders.0.code"), refused.At("orders.1.code")));
        Assert.Equal("10", await LotsAsync(buyer));
        (await Rest.PostAsync("/v1/block-trades", Block(buyer, seller, market, 5_000, 4))).Refused(422, "INVALID_PARAMETERS");
    }

    [Fact]
    [Trait("rule", "F11")]
    public async Task A_bust_by_two_operators_takes_a_trade_back()
    {
        var (buyer, seller, market) = await OpenAsync();
        var block = await Rest.PostAsync("/v1/block-trades", Block(buyer, seller, market, 9_000, 10));
        Assert.Equal(201, (await Rest.PlaceAsync(seller, seller.Sell(market, 5_000, 1))).Status);
        Assert.Equal(201, (await Rest.PlaceAsync(buyer, buyer.Buy(market, 5_000, 1))).Status);

        var command = new JsonObject
        {
            ["matchId"] = block.At("match.matchId"),
            ["caseId"] = 1,
            ["nonce"] = SignedCommands.Nonce(),
        };
        var body = SignedCommands.Of(Eip712Type.BustTrade, command, venue.AdminKey);
        body["secondSignature"] =
            (string)SignedCommands.Of(Eip712Type.BustTrade, command, venue.SecondAdminKey)["signature"]!;
        Assert.Equal(200, (await Rest.PostAsync("/v1/admin/busts", body)).Status);
        Assert.Equal(("1", "-1"), (await LotsAsync(buyer), await LotsAsync(seller)));
    }

    [Fact]
    [Trait("rule", "K2")]
    public async Task A_withdrawal_is_locked_signed_sent_and_final()
    {
        var trader = await venue.CreateTraderAsync(1_000);
        var body = Withdrawal(trader, 400, 1);
        var answer = await Rest.PostAsync("/v1/withdrawals", body);
        Assert.Equal((200, "LOCKED"), (answer.Status, answer.At("withdrawal.state")));
        Assert.Equal("600", answer.At("account.balances.0.available"));
        (await Rest.PostAsync("/v1/withdrawals", body)).Refused(409, "ALREADY_APPLIED");
        (await Rest.PostAsync("/v1/withdrawals", Withdrawal(trader, 601, 2))).Refused(422, "INSUFFICIENT_FUNDS");

        var id = answer.At("withdrawal.withdrawalId")!;
        (await UpdateAsync(id, WithdrawalState.Sent)).Refused(422, "ILLEGAL_TRANSITION");
        Assert.Equal(200, (await UpdateAsync(id, WithdrawalState.Signed)).Status);
        Assert.Equal(200, (await UpdateAsync(id, WithdrawalState.Sent)).Status);
        Assert.Equal(200, (await UpdateAsync(id, WithdrawalState.Final, venue.AdminKey)).Status);
        (await UpdateAsync(id, WithdrawalState.Failed)).Refused(422, "ILLEGAL_TRANSITION");
        var last = await Rest.GetAsync(trader, "/v1/withdrawals");
        Assert.Equal(
            ("FINAL", "400", Sent),
            (last.At("withdrawals.0.state"), last.At("withdrawals.0.amount"), last.At("withdrawals.0.transactionHash")));
    }

    [Fact]
    [Trait("rule", "U1")]
    public async Task An_owner_moves_money_between_his_accounts()
    {
        var trader = await venue.CreateTraderAsync(1_000);
        var command = new JsonObject
        {
            ["account"] = trader.Account.Owner.ToString(),
            ["subaccount"] = trader.Account.Subaccount,
            ["toSubaccount"] = 5,
            ["assetId"] = Venue.AssetId,
            ["amount"] = "100000000",
            ["nonce"] = "77",
        };
        var moved = await Rest.PostAsync("/v1/transfers", SignedCommands.Of(Eip712Type.Transfer, command, trader.Key));
        Assert.Equal((200, "999"), (moved.Status, moved.At("account.balances.0.available")));
    }

    [Fact]
    [Trait("rule", "K2")]
    public async Task A_withdrawal_that_failed_is_unlocked()
    {
        var trader = await venue.CreateTraderAsync(1_000);
        var answer = await Rest.PostAsync("/v1/withdrawals", Withdrawal(trader, 1_000, 1));
        Assert.Equal("0", answer.At("account.balances.0.available"));
        Assert.Equal(200, (await UpdateAsync(answer.At("withdrawal.withdrawalId")!, WithdrawalState.Failed)).Status);
        Assert.Equal("1000", (await Rest.GetAsync(trader, "/v1/account")).At("balances.0.available"));
    }

    [Fact]
    [Trait("rule", "SEC-03")]
    public async Task The_settlement_role_speaks_of_withdrawals_only_and_nobody_else_does()
    {
        using var stranger = PrivateKey.Generate();
        (await UpdateAsync("1", WithdrawalState.Signed, stranger)).Refused(403, "NOT_AUTHORISED");
        (await UpdateAsync("999999", WithdrawalState.Signed)).Refused(422, "INVALID_PARAMETERS");
        var halt = new JsonObject
        {
            ["haltTrading"] = 1,
            ["freezeWithdrawals"] = 1,
            ["nonce"] = SignedCommands.Nonce(),
        };
        var body = SignedCommands.Of(Eip712Type.SetVenueState, halt, venue.SettlementKey);
        (await Rest.PostAsync("/v1/admin/venue-state", body)).Refused(403, "NOT_AUTHORISED");
        var update = Update("999999", WithdrawalState.Signed, venue.SettlementKey);
        (await Rest.PostAsync("/v1/admin/withdrawal-updates", update)).Refused(422, "INVALID_PARAMETERS");
        (await Rest.PostAsync("/v1/admin/withdrawal-updates", update)).Refused(422, "NONCE_REUSED");
    }

    /// <summary>Two traders and a market with block trades of 5 lots or more.</summary>
    private async Task<(Trader Buyer, Trader Seller, uint Market)> OpenAsync()
    {
        var market = await venue.CreateMarketAsync();
        var command = new JsonObject { ["marketId"] = market };
        foreach (var field in Eip712Type.SetRiskParameters.Fields.Skip(1))
        {
            command[field.Name] = field.Name == "minBlockLots" ? 5 : 0;
        }

        command["nonce"] = SignedCommands.Nonce();
        var body = SignedCommands.Of(Eip712Type.SetRiskParameters, command, venue.AdminKey);
        Assert.Equal(200, (await Rest.PostAsync("/v1/admin/risk-parameters", body)).Status);
        return (await venue.CreateTraderAsync(), await venue.CreateTraderAsync(), market);
    }

    private static JsonObject Block(Trader buyer, Trader seller, uint market, long priceTicks, long lots) => new()
    {
        ["buy"] = Half(buyer, buyer.Buy(market, priceTicks, lots)),
        ["sell"] = Half(seller, seller.Sell(market, priceTicks, lots)),
    };

    private static JsonObject Half(Trader trader, SignedOrder order)
    {
        order.TimeInForce = TimeInForce.FillOrKill;
        return RestClient.OrderBody(in order, trader.Sign(in order), trader.NextClientOrderId());
    }

    private async Task<string?> LotsAsync(Trader trader)
    {
        var positions = (await Rest.GetAsync(trader, "/v1/account")).Json["positions"]!.AsArray();
        return positions.Count == 0 ? "0" : positions[0]!["quantityLots"]!.ToString();
    }

    private static JsonObject Withdrawal(Trader trader, int amount, ulong nonce)
    {
        var command = new JsonObject
        {
            ["account"] = trader.Account.Owner.ToString(),
            ["subaccount"] = trader.Account.Subaccount,
            ["assetId"] = Venue.AssetId,
            ["amount"] = ((Int128)amount * FixedPoint.One).ToString(CultureInfo.InvariantCulture),
            ["recipient"] = trader.Account.Owner.ToString(),
            ["nonce"] = nonce.ToString(CultureInfo.InvariantCulture),
        };
        return SignedCommands.Of(Eip712Type.RequestWithdrawal, command, trader.Key);
    }

    private Task<RestAnswer> UpdateAsync(string id, WithdrawalState state, PrivateKey? key = null) =>
        Rest.PostAsync("/v1/admin/withdrawal-updates", Update(id, state, key ?? venue.SettlementKey));

    private static JsonObject Update(string id, WithdrawalState state, PrivateKey key)
    {
        var isSent = state is WithdrawalState.Sent or WithdrawalState.Final;
        var command = new JsonObject
        {
            ["withdrawalId"] = id,
            ["state"] = (byte)state,
            ["chainId"] = Venue.ChainId,
            ["transactionHash"] = isSent ? Sent : default(Hash32).ToString(),
            ["blockNumber"] = state == WithdrawalState.Final ? 12 : 0,
            ["failureCode"] = state == WithdrawalState.Failed ? 1 : 0,
            ["nonce"] = SignedCommands.Nonce(),
        };
        return SignedCommands.Of(Eip712Type.WithdrawalUpdate, command, key);
    }
}
