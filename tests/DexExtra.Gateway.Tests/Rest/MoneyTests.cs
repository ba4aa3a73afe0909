using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>Commands and reads about money: who may send them, and that they reach the engine as signed.</summary>
public sealed class MoneyTests(Venue venue)
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    [Trait("rule", "SEC-03")]
    public async Task Only_the_admin_changes_the_venue_and_only_once_per_signature()
    {
        using var stranger = PrivateKey.Generate();
        var (type, command) = VenueState();

        (await Rest.PostAsync("/v1/admin/venue-state", SignedCommands.Of(type, command, stranger))).Refused(403, "NOT_AUTHORISED");
        var forged = SignedCommands.Of(type, command, venue.AdminKey);
        forged["command"]!["freezeWithdrawals"] = 1;
        (await Rest.PostAsync("/v1/admin/venue-state", forged)).Refused(403, "NOT_AUTHORISED");
        var body = SignedCommands.Of(type, command, venue.AdminKey);
        Assert.NotNull((await Rest.PostAsync("/v1/admin/venue-state", body)).Json["sequence"]);
        (await Rest.PostAsync("/v1/admin/venue-state", body)).Refused(422, "NONCE_REUSED");
    }

    [Fact]
    [Trait("rule", "F11")]
    public async Task A_bust_needs_two_operators()
    {
        var command = new JsonObject { ["matchId"] = "999999999", ["caseId"] = 1, ["nonce"] = SignedCommands.Nonce() };
        var body = SignedCommands.Of(Eip712Type.BustTrade, command, venue.AdminKey);
        (await Rest.PostAsync("/v1/admin/busts", body)).Refused(422, "INVALID_SIGNATURE");
        body["secondSignature"] = (string)body["signature"]!;
        (await Rest.PostAsync("/v1/admin/busts", body)).Refused(403, "NOT_AUTHORISED");
        body["secondSignature"] = (string)SignedCommands.Of(Eip712Type.BustTrade, command, venue.SecondAdminKey)["signature"]!;
        Assert.NotNull((await Rest.PostAsync("/v1/admin/busts", body)).Json["sequence"]);
    }

    [Fact]
    public async Task Members_must_be_those_of_the_typed_data()
    {
        var (type, command) = VenueState();
        var body = SignedCommands.Of(type, command, venue.AdminKey);
        body["command"]!["haltTrading"] = 256;
        Assert.Contains("haltTrading", await MalformedAsync("/v1/admin/venue-state", body), StringComparison.Ordinal);
        body["command"]!["haltTrading"] = 0;
        body["command"]!["colour"] = 1;
        Assert.Contains("colour", await MalformedAsync("/v1/admin/venue-state", body), StringComparison.Ordinal);
        body["command"]!.AsObject().Remove("colour");
        body["command"]!.AsObject().Remove("nonce");
        Assert.Contains("nonce", await MalformedAsync("/v1/admin/venue-state", body), StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "U1")]
    public async Task Only_the_owner_moves_his_money_and_not_where_the_vault_cannot_follow()
    {
        var trader = await venue.CreateTraderAsync();
        using var stranger = PrivateKey.Generate();
        var command = new JsonObject
        {
            ["account"] = trader.Account.Owner.ToString(),
            ["subaccount"] = trader.Account.Subaccount,
            ["toSubaccount"] = 5,
            ["assetId"] = Venue.AssetId,
            ["amount"] = "100000000",
            ["nonce"] = "77",
        };

        (await Rest.PostAsync("/v1/transfers", SignedCommands.Of(Eip712Type.Transfer, command, stranger))).Refused(422, "WRONG_SIGNER");
        (await Rest.PostAsync("/v1/transfers", SignedCommands.Of(Eip712Type.Transfer, command, trader.Key))).Refused(422, "NOT_SUPPORTED");
        var forged = SignedCommands.Of(Eip712Type.Transfer, command, trader.Key);
        forged["command"]!["amount"] = "200000000";
        (await Rest.PostAsync("/v1/transfers", forged)).Refused(422, "WRONG_SIGNER");
    }

    [Theory]
    [Trait("rule", "M11")]
    [InlineData(FundKind.Account, FundKind.Guarantee, "NOT_SUPPORTED")]
    [InlineData(FundKind.Fees, FundKind.Guarantee, "INSUFFICIENT_FUNDS")]
    public async Task A_fund_takes_nothing_out_of_an_account_where_the_vault_cannot_follow(
        FundKind from, FundKind to, string answer)
    {
        var trader = await venue.CreateTraderAsync();
        var isAccount = from == FundKind.Account;
        var command = new JsonObject
        {
            ["from"] = (int)from,
            ["to"] = (int)to,
            ["account"] = (isAccount ? trader.Account.Owner : default).ToString(),
            ["subaccount"] = isAccount ? trader.Account.Subaccount : 0,
            ["marketId"] = 0,
            ["assetId"] = Venue.AssetId,
            ["amount"] = "100000000000000",
            ["reference"] = "991",
            ["nonce"] = SignedCommands.Nonce(),
        };
        var body = SignedCommands.Of(Eip712Type.FundTransfer, command, venue.AdminKey);
        (await Rest.PostAsync("/v1/admin/fund-transfers", body)).Refused(422, answer);
    }

    [Fact]
    [Trait("rule", "K2")]
    public async Task Withdrawals_wait_for_netted_settlement() =>
        (await Rest.PostAsync("/v1/withdrawals", new JsonObject())).Refused(422, "NOT_SUPPORTED");

    [Fact]
    public async Task Reads_answer_before_anything_was_set()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();

        Assert.NotNull((await Rest.GetAsync("/v1/funds")).Json["funds"]);
        Assert.NotNull((await Rest.GetAsync("/v1/fees")).Json["tiers"]);
        Assert.NotNull((await Rest.GetAsync("/v1/venue")).Json["haltTrading"]);
        var risk = await Rest.GetAsync($"/v1/markets/{market}/risk");
        Assert.Equal(("FULL", true), (risk.Text("marginMode"), risk.Json["risk"] is null));
        Assert.Equal("CONTINUOUS", (await Rest.GetAsync($"/v1/markets/{market}/result")).Text("state"));
        (await Rest.GetAsync("/v1/markets/9999999/risk")).Refused(404, "UNKNOWN_MARKET");
        Assert.Empty((await Rest.GetAsync(trader, "/v1/withdrawals")).Json["withdrawals"]!.AsArray());
        Assert.Empty((await Rest.GetAsync(trader, "/v1/positions/closed")).Json["positions"]!.AsArray());
        Assert.Equal("0", (await Rest.GetAsync(trader, "/v1/account")).At("balances.0.owed"));
        (await Rest.GetAsync("/v1/withdrawals")).Refused(401, "UNAUTHENTICATED");
        (await Rest.GetAsync(trader, "/v1/margin?marketId=x")).Refused(400, "MALFORMED");
        Assert.NotNull((await Rest.GetAsync(trader, $"/v1/margin?marketId={market}")).Json["sequence"]);
    }

    private static (Eip712Type Type, JsonObject Command) VenueState() => (
        Eip712Type.SetVenueState,
        new JsonObject { ["haltTrading"] = 0, ["freezeWithdrawals"] = 0, ["nonce"] = SignedCommands.Nonce() });

    private async Task<string> MalformedAsync(string path, JsonObject body) =>
        (await Rest.PostAsync(path, body)).Refused(400, "MALFORMED").Text("detail");
}
