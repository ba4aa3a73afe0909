using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Fees;

[Trait("rule", "F2")]
[Trait("rule", "F3")]
public sealed class RebateTests
{
    private static readonly CreateMarket Rebate = MoneyMarkets.Terms with { MakerFeePerLot = -1 };

    [Fact]
    public void The_maker_gets_his_rebate_out_of_the_takers_fee()
    {
        var venue = MoneyMarkets.Open(Rebate);
        Assert.Equal(
            [
                "trade 1 #2 Buy 10@50, pool 1000; "
                    + "buy alice.3 9 cum 10 leaves 0 fee 20 cash -500 has 9480+0 pos 10 cost 500 pnl 0; "
                    + "sell bob.3 8 cum 10 leaves 0 fee -10 cash -500 has 9510+0 pos -10 cost -500 pnl 0",
            ],
            venue.Trade(Alice, Bob, 10, 50));
        Assert.Equal(10, venue.Engine.View.Fees(TestMarkets.AssetId));
        Assert.Equal(10, venue.Money().FeesCollected);
        Assert.Equal(-10, venue.PositionOf(Bob).FeesPaid);
    }

    [Fact]
    [Trait("rule", "F4")]
    public void It_is_never_more_than_the_taker_pays_after_his_discount()
    {
        var venue = MoneyMarkets.Open(Rebate);
        venue.Tiers(new FeeTier { MinVolume = 0, TakerDiscountBp = 7_500, MakerDiscountBp = 10_000 });
        var trade = venue.Trade(Alice, Bob, 10, 50)[^1];
        Assert.Contains("buy alice.3 10 cum 10 leaves 0 fee 5 ", trade, StringComparison.Ordinal);
        Assert.Contains("sell bob.3 9 cum 10 leaves 0 fee -5 ", trade, StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.Fees(TestMarkets.AssetId));
    }

    [Fact]
    public void Without_netted_settlement_it_is_not_supported()
    {
        var venue = Venue.Open();
        Assert.Equal(["CreateMarket 3 rejected NOT_SUPPORTED"], venue.Apply(CommandType.CreateMarket, Rebate));
        Assert.Equal(
            ["CreateMarket 3 rejected NOT_SUPPORTED"],
            venue.Apply(CommandType.CreateMarket, MoneyMarkets.Terms with
            {
                FeeModel = FeeModel.Range, TakerFeePerLot = 0, MakerFeePerLot = 0, TakerFeeRate = 1, MakerFeeRate = -1,
            }));
    }
}
