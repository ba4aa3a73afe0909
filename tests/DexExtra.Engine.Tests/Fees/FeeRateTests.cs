using DexExtra.Engine.Fees;
using DexExtra.Engine.Markets;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Fees;

[Trait("rule", "F1")]
public sealed class FeeRateTests
{
    private static readonly CreateMarket Range = Rated(FeeModel.Range);
    private static readonly CreateMarket Notional = Rated(FeeModel.Notional);

    [Theory]
    [InlineData(30, 10, 9)]
    [InlineData(70, 10, 9)]
    [InlineData(33, 1, 1)]
    [InlineData(50, 1_000, 1_500)]
    [InlineData(0, 1_000, 0)]
    [InlineData(100, 1_000, 0)]
    public void A_range_fee_goes_by_the_nearer_bound_and_is_rounded_up_per_fill(long price, long lots, long fee)
    {
        var market = MoneyMarkets.Open(Range).Money();
        Assert.Equal(fee, FeeRates.Of(market, FeeKind.Taker, price, lots));
    }

    [Theory]
    [InlineData(30, 10, 9)]
    [InlineData(70, 10, 21)]
    [InlineData(100, 7, 21)]
    [InlineData(1, 1, 1)]
    public void A_notional_fee_goes_by_the_price(long price, long lots, long fee)
    {
        var market = MoneyMarkets.Open(Notional).Money();
        Assert.Equal(fee, FeeRates.Of(market, FeeKind.Taker, price, lots));
    }

    [Fact]
    [Trait("rule", "F2")]
    public void A_rebate_is_rounded_down()
    {
        var market = MoneyMarkets.Open(Range with { MakerFeeRate = -1_000_000 }).Money();
        Assert.Equal(-3, FeeRates.Of(market, FeeKind.Maker, 33, 10));
        Assert.Equal(0, FeeRates.Of(market, FeeKind.Maker, 33, 1));
    }

    [Fact]
    [Trait("rule", "F5")]
    [Trait("rule", "F6")]
    public void The_worst_fee_is_that_of_the_worst_price_and_kind()
    {
        Assert.Equal(2, MoneyMarkets.Open(Range).Money().WorstFeePerLot);
        Assert.Equal(3, MoneyMarkets.Open(Notional).Money().WorstFeePerLot);
        Assert.Equal(5, MoneyMarkets.Open(Range with { AuctionFeeRate = 10_000_000 }).Money().WorstFeePerLot);
        Assert.Equal(
            7, MoneyMarkets.Open(MoneyMarkets.Terms with { MakerFeePerLot = 7 }).Money().WorstFeePerLot);
    }

    [Fact]
    [Trait("rule", "F6")]
    public void No_fill_costs_more_than_its_hold_at_any_price_or_size()
    {
        var odd = Range with { TakerFeeRate = 1_234_567, MakerFeeRate = 7_654_321, CapTicks = 99 };
        foreach (var terms in new[] { odd, odd with { FeeModel = FeeModel.Notional } })
        {
            var market = MoneyMarkets.Open(terms).Money();
            for (var price = 0; price <= 99; price++)
            {
                for (var lots = 1; lots < 20; lots++)
                {
                    Assert.True(FeeRates.Of(market, FeeKind.Taker, price, lots) <= lots * market.WorstFeePerLot);
                    Assert.True(FeeRates.Of(market, FeeKind.Maker, price, lots) <= lots * market.WorstFeePerLot);
                    Assert.True(FeeRates.Of(market, FeeKind.Taker, price, lots)
                        <= lots * FeeRates.TakerPerLot(market, price));
                }
            }
        }
    }

    [Fact]
    [Trait("rule", "ENG-05")]
    public void The_largest_market_does_not_overflow()
    {
        const long most = 1_000_000_000_000_000_000;
        var terms = Notional with { Multiplier = most / 100, TakerFeeRate = 10_000_000 };
        var market = MoneyMarkets.Open(terms).Money();
        Assert.Equal(most / 10, FeeRates.Of(market, FeeKind.Taker, 100, 1));
        Assert.Equal((Int128)(most / 10) << 40, FeeRates.Of(market, FeeKind.Taker, 100, 1L << 40));
    }

    [Fact]
    public void Only_the_fields_of_the_model_and_sensible_rebates_are_accepted()
    {
        CreateMarket[] refused =
        [
            MoneyMarkets.Terms with { TakerFeeRate = 1 },
            MoneyMarkets.Terms with { MakerFeeRate = 1 },
            MoneyMarkets.Terms with { AuctionFeeRate = 1 },
            MoneyMarkets.Terms with { MakerFeePerLot = -3 },
            MoneyMarkets.Terms with { AuctionFeePerLot = -1 },
            MoneyMarkets.Terms with { FeeModel = (FeeModel)3 },
            Range with { TakerFeePerLot = 1 },
            Range with { MakerFeePerLot = 1 },
            Range with { AuctionFeePerLot = 1 },
            Range with { TakerFeeRate = 10_000_001 },
            Range with { AuctionFeeRate = 10_000_001 },
            Range with { MakerFeeRate = 10_000_001 },
            Range with { MakerFeeRate = -3_000_001 },
            Range with { MakerFeeRate = int.MinValue },
            Notional with { FloorTicks = -1 },
        ];

        Assert.All(refused, terms => Assert.Null(MarketRules.TickValue(in terms, 8)));
        Assert.NotNull(MarketRules.TickValue(MoneyMarkets.Terms with { MakerFeePerLot = -2 }, 8));
        Assert.NotNull(MarketRules.TickValue(Range with { MakerFeeRate = -3_000_000, FloorTicks = -1 }, 8));
    }

    [Fact]
    public void A_fill_pays_by_the_model_and_the_rest_of_the_hold_returns()
    {
        var venue = MoneyMarkets.Open(Range);
        Assert.Equal(
            [
                "trade 1 #2 Buy 10@30, pool 1000; "
                    + "buy alice.3 9 cum 10 leaves 0 fee 9 cash -300 has 9691+0 pos 10 cost 300 pnl 0; "
                    + "sell bob.3 8 cum 10 leaves 0 fee 3 cash -700 has 9297+0 pos -10 cost -300 pnl 0",
            ],
            venue.Trade(Alice, Bob, 10, 30));
        Assert.Equal(12, venue.Engine.View.Fees(TestMarkets.AssetId));
    }

    [Fact]
    [Trait("rule", "O-BUDGET")]
    public void A_budget_pays_the_fee_of_each_price()
    {
        var venue = MoneyMarkets.Open(Range);
        venue.Place(Bob, Side.Sell, 1, 30);
        venue.Place(Bob, Side.Sell, 5, 34);
        var ticket = venue.Number(new OrderTicket(Alice, Side.Buy, 6, 41)
        {
            Terms = Range, Type = OrderType.Market, TimeInForce = TimeInForce.ImmediateOrCancel,
        }).ToCommand();
        ticket.Order.Instructions.Budget = 31 + 36 + 36 + 35;
        var lines = venue.Apply(CommandType.NewOrder, ticket);

        // 1 at 30 + 1, then 2 at 34 + 2 by the budget; the fill of both costs 2 × 34 × 3 % = 3, rounded up
        Assert.Contains(lines, line => line.Contains("fee 3 cash -68", StringComparison.Ordinal));
        Assert.Equal(10_000 - 31 - 71, venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Available);
        Assert.Equal(0, venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Held);
    }

    private static CreateMarket Rated(FeeModel model) => MoneyMarkets.Terms with
    {
        FeeModel = model,
        TakerFeePerLot = 0,
        MakerFeePerLot = 0,
        TakerFeeRate = 3_000_000,
        MakerFeeRate = 1_000_000,
    };
}
