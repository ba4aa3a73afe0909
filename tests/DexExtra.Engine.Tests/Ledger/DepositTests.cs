using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Ledger;

[Trait("rule", "K4")]
public sealed class DepositTests
{
    private static readonly Deposit First = new()
    {
        DepositId = 1,
        Account = Alice,
        Token = TestMarkets.Token,
        Amount = 500,
        ChainId = TestMarkets.ChainId,
    };

    [Fact]
    public void Deposits_are_taken_once_and_in_order()
    {
        var venue = Listed();

        Assert.Equal(["Deposit 2 rejected GAP"], venue.Apply(CommandType.Deposit, First with { DepositId = 2 }));
        Assert.Equal(["alice.1 credited 500, has 500+0"], venue.Apply(CommandType.Deposit, First));
        Assert.Equal(["Deposit 1 rejected ALREADY_APPLIED"], venue.Apply(CommandType.Deposit, First));
        Assert.Equal(
            ["Deposit 0 rejected ALREADY_APPLIED"], venue.Apply(CommandType.Deposit, First with { DepositId = 0 }));
        Assert.Equal(
            ["alice.2 credited 500, has 1000+0"], venue.Apply(CommandType.Deposit, First with { DepositId = 2 }));
        Assert.Equal(["Deposit 4 rejected GAP"], venue.Apply(CommandType.Deposit, First with { DepositId = 4 }));
    }

    [Fact]
    public void Each_chain_counts_for_itself()
    {
        var venue = Listed();
        venue.Apply(CommandType.Deposit, First);

        Assert.Equal(
            ["alice.2 credited 500, has 1000+0"], venue.Apply(CommandType.Deposit, First with { ChainId = 2 }));
        Assert.Equal(
            ["Deposit 1 rejected LIMIT_REACHED"], venue.Apply(CommandType.Deposit, First with { ChainId = 3 }));
    }

    [Fact]
    public void A_refused_deposit_can_be_sent_again_once_its_cause_is_gone()
    {
        var venue = new Venue();

        Assert.Equal(["Deposit 1 rejected UNKNOWN_ASSET"], venue.Apply(CommandType.Deposit, First));
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        Assert.Equal(
            ["Deposit 1 rejected INVALID_PARAMETERS"], venue.Apply(CommandType.Deposit, First with { Amount = 0 }));
        Assert.Equal(
            ["Deposit 1 rejected INVALID_PARAMETERS"], venue.Apply(CommandType.Deposit, First with { Amount = -1 }));
        Assert.Equal(
            ["Deposit 1 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.Deposit, First with { Account = default }));
        Assert.Equal(["alice.1 credited 500, has 500+0"], venue.Apply(CommandType.Deposit, First));
    }

    [Fact]
    [Trait("rule", "ENG-05")]
    public void The_sum_of_deposits_stops_at_what_the_database_can_hold()
    {
        var venue = Listed();
        var most = EngineLimits.MaxDeposits;

        Assert.Equal(
            ["Deposit 1 rejected LIMIT_REACHED"], venue.Apply(CommandType.Deposit, First with { Amount = most + 1 }));
        Assert.Equal(
            ["Deposit 1 rejected LIMIT_REACHED"],
            venue.Apply(CommandType.Deposit, First with { Amount = Int128.MaxValue }));
        Assert.Single(venue.Apply(CommandType.Deposit, First with { Amount = most - 1 }));
        Assert.Equal(
            ["Deposit 2 rejected LIMIT_REACHED"],
            venue.Apply(CommandType.Deposit, First with { DepositId = 2, Amount = 2 }));
        Assert.Single(venue.Apply(CommandType.Deposit, First with { DepositId = 2, Amount = 1 }));
        Assert.Equal(most, venue.Engine.View.Deposited(TestMarkets.AssetId));
    }

    [Fact]
    public void An_asset_is_listed_once_by_id_and_by_token()
    {
        var venue = Listed();
        var other = TestMarkets.Asset with { AssetId = 2, Token = Of(77).Owner };

        Assert.Equal(
            ["ListAsset 1 rejected ASSET_EXISTS"], venue.Apply(CommandType.ListAsset, other with { AssetId = 1 }));
        Assert.Equal(
            ["ListAsset 2 rejected ASSET_EXISTS"],
            venue.Apply(CommandType.ListAsset, other with { Token = TestMarkets.Token }));
        Assert.Equal(
            ["ListAsset 2 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.ListAsset, other with { Token = default }));
        Assert.Equal(
            ["ListAsset 2 rejected INVALID_PARAMETERS"],
            venue.Apply(CommandType.ListAsset, other with { TokenDecimals = 9 }));
        Assert.Equal(["asset 2 listed"], venue.Apply(CommandType.ListAsset, other with { TokenDecimals = 0 }));
    }

    private static Venue Listed()
    {
        var venue = new Venue();
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        return venue;
    }
}
