using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Tests.Rest;

/// <summary>Withdrawals where the settlement process pays them: to the account itself, and only it says so.</summary>
[Trait("rule", "K2")]
public sealed class WithdrawalTests(PayingVenue venue) : IClassFixture<PayingVenue>
{
    private RestClient Rest => venue.Gateway.Rest;

    [Fact]
    public async Task A_request_is_locked_once_and_only_to_the_account_itself()
    {
        using var stranger = PrivateKey.Generate();
        var trader = await venue.CreateTraderAsync(1_000);
        (await PostAsync(trader, trader.Key, stranger.Address)).Refused(422, "INVALID_PARAMETERS");
        (await PostAsync(trader, stranger, trader.Key.Address)).Refused(422, "WRONG_SIGNER");
        var answer = await PostAsync(trader, trader.Key, trader.Key.Address);
        Assert.Equal(
            (200, "LOCKED", "600"),
            (answer.Status, answer.At("withdrawal.state"), answer.At("account.balances.0.available")));
        (await PostAsync(trader, trader.Key, trader.Key.Address)).Refused(409, "ALREADY_APPLIED");
    }

    [Fact]
    public async Task Nobody_else_says_what_was_paid()
    {
        foreach (var key in new[] { venue.AdminKey, venue.SettlementKey })
        {
            var command = new JsonObject();
            foreach (var field in Eip712Type.WithdrawalUpdate.Fields)
            {
                command[field.Name] = field.Type == "bytes32" ? "0x" + new string('0', 64) : "1";
            }

            command["state"] = (int)WithdrawalState.Failed;
            command["nonce"] = SignedCommands.Nonce();
            var body = SignedCommands.Of(Eip712Type.WithdrawalUpdate, command, key);
            (await Rest.PostAsync("/v1/admin/withdrawal-updates", body)).Refused(422, "NOT_SUPPORTED");
        }
    }

    private async Task<RestAnswer> PostAsync(Trader trader, PrivateKey signer, Address recipient)
    {
        var command = new JsonObject
        {
            ["account"] = trader.Account.Owner.ToString(),
            ["subaccount"] = trader.Account.Subaccount,
            ["recipient"] = recipient.ToString(),
            ["assetId"] = Venue.AssetId,
            ["amount"] = "40000000000",
            ["nonce"] = "91",
        };
        return await Rest.PostAsync(
            "/v1/withdrawals", SignedCommands.Of(Eip712Type.RequestWithdrawal, command, signer));
    }
}
