using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Margin;

/// <summary>docs/money.md §5: gate 8 in margin markets, and in FULL ones beside them. Marks are 50, margin 10 ticks.</summary>
[Trait("rule", "R2")]
[Trait("rule", "R3")]
public sealed class FundsGateTests
{
    private const uint Cross = MarginVenue.Cross;
    private const uint Isolated = MarginVenue.Isolated;

    /// <summary>Fee 2; a buy at 53 loses 3 at once; isolated ones hold their 10 ticks too.</summary>
    [Theory]
    [InlineData(Cross, Side.Buy, 50, 2)]
    [InlineData(Cross, Side.Buy, 53, 5)]
    [InlineData(Cross, Side.Buy, 40, 2)]
    [InlineData(Cross, Side.Sell, 50, 2)]
    [InlineData(Cross, Side.Sell, 41, 11)]
    [InlineData(Cross, Side.Sell, 60, 2)]
    [InlineData(Isolated, Side.Buy, 53, 15)]
    [InlineData(Isolated, Side.Sell, 41, 21)]
    [InlineData(Isolated, Side.Sell, 60, 12)]
    [InlineData(TestMarkets.Plain, Side.Sell, 60, 42)]
    public void An_order_holds_fee_immediate_loss_and_where_isolated_its_margin(
        uint market, Side side, long ticks, long holdPerLot)
    {
        var venue = MarginVenue.Open();
        Assert.Equal(3 * holdPerLot, venue.Ask(Alice, market, side, 3, ticks).Hold);
        Assert.Equal("ACCEPTED", venue.Try(Alice, side, 3, ticks, market));
        Assert.Equal(3 * holdPerLot, venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Held);
    }

    [Fact]
    public void Without_any_price_margin_is_the_whole_range_and_nothing_is_lost_at_once()
    {
        var venue = MarginVenue.Open();
        venue.Market(Cross).Prices.HasMark = false;
        var report = venue.Ask(Alice, Cross, Side.Buy, 3, 90);
        Assert.Equal((6, 300), (report.Hold, report.InitialMarginAfter));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 98, 90));
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Buy, 1, 90));
    }

    /// <summary>10,000 carry 833 lots at 10 + 2 and not one more.</summary>
    [Fact]
    public void Cross_orders_need_margin_for_everything_open()
    {
        var venue = MarginVenue.Open();
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Buy, 834, 50));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 800, 50));
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Buy, 34, 50));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 33, 50));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Sell, 2, 90));
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Sell, 1, 90));
    }

    /// <summary>Free counts losses fully, so a long of 500 from 60 leaves nothing for the next.</summary>
    [Fact]
    public void Unrealised_losses_are_not_free()
    {
        var venue = MarginVenue.Open();
        venue.Pair(Cross, Alice, Bob, 500, 60);
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Buy, 1, 50));
        Assert.Equal("ACCEPTED", venue.Try(Bob, Side.Sell, 400, 50));
    }

    [Fact]
    public void What_only_reduces_needs_its_hold_above_the_maintenance_margin()
    {
        var venue = MarginVenue.Open();
        venue.Pair(Cross, Alice, Bob, 1_250, 50);
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Buy, 1, 40));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Sell, 1_249, 60));
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Sell, 2, 60));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Sell, 1, 60));
        Assert.Equal("INSUFFICIENT_MARGIN", venue.Try(Alice, Side.Sell, 1, 60));

        // equity 10,000, maintenance 6,250: 1,250 lots may lose 3 − 1 ticks at once after their fee, not more
        var close = MarginVenue.Open();
        close.Pair(Cross, Alice, Bob, 1_250, 50);
        Assert.Equal("INSUFFICIENT_MARGIN", close.Try(Alice, Side.Sell, 1_250, 48, flags: OrderFlags.ReduceOnly));
        Assert.Equal("ACCEPTED", close.Try(Alice, Side.Sell, 1_250, 49, flags: OrderFlags.ReduceOnly));
    }

    [Fact]
    public void Isolated_orders_are_paid_in_cash()
    {
        var venue = MarginVenue.Open();
        Assert.Equal("INSUFFICIENT_FUNDS", venue.Try(Alice, Side.Buy, 834, 50, Isolated));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 833, 50, Isolated));
        Assert.Equal("INSUFFICIENT_FUNDS", venue.Try(Alice, Side.Buy, 1, 50, Isolated));
    }

    /// <summary>1,000 of base lots: from 10 % on each lot more costs; 200 lots are 20 %, 10 % above, so 11 ticks.</summary>
    [Fact]
    public void An_isolated_order_pays_the_margin_of_the_size_that_it_leads_to()
    {
        var venue = MarginVenue.Open(MarginVenue.TenTicks with
        {
            ConcentrationBaseLots = 1_000,
            ConcentrationFreeBp = 1_000,
            ConcentrationBp = 10_000,
        });
        Assert.Equal(100 * 12, venue.Ask(Alice, Isolated, Side.Buy, 100, 50).Hold);
        Assert.Equal(200 * 13, venue.Ask(Alice, Isolated, Side.Buy, 200, 50).Hold);
        venue.Pair(Isolated, Alice, Bob, 100, 50);
        Assert.Equal(100 * 13, venue.Ask(Alice, Isolated, Side.Buy, 100, 50).Hold);
        Assert.Equal(100 * 12, venue.Ask(Alice, Isolated, Side.Sell, 100, 50).Hold);
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 100, 50, Isolated));
        Assert.Equal(100 * 14, venue.Ask(Alice, Isolated, Side.Buy, 100, 50).Hold);
    }

    [Fact]
    public void Cash_that_cross_positions_need_is_not_spent_elsewhere()
    {
        var venue = MarginVenue.Open(MarginVenue.TenTicks with { ProfitShareBp = 10_000 });
        venue.Pair(Cross, Alice, Bob, 900, 45);
        Assert.Equal(1_000, venue.Ask(Alice, TestMarkets.Plain, Side.Buy, 0, 8).Free);
        Assert.Equal("INSUFFICIENT_FUNDS", venue.Try(Alice, Side.Buy, 101, 8, TestMarkets.Plain));
        Assert.Equal("INSUFFICIENT_FUNDS", venue.Try(Alice, Side.Buy, 84, 50, Isolated));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 100, 8, TestMarkets.Plain));
        Assert.Equal("INSUFFICIENT_FUNDS", venue.Try(Alice, Side.Buy, 1, 50, Isolated));
        Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 300, 50));
    }

    [Fact]
    [Trait("rule", "B7")]
    public void An_old_mark_allows_only_what_reduces()
    {
        foreach (var market in new[] { Cross, Isolated })
        {
            var venue = MarginVenue.Open();
            venue.Pair(market, Alice, Bob, 10, 50);
            venue.Market(market).SetRules(TradingRules.Default with { MarkMaxAgeSeconds = 5 });
            venue.NowNs += 5 * Limits.NsPerSecond - 1;
            Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 1, 40, market));
            venue.NowNs += 1;
            Assert.Equal("MARK_STALE", venue.Try(Alice, Side.Buy, 1, 40, market));
            Assert.Equal("MARK_STALE", venue.Try(Alice, Side.Sell, 11, 60, market));
            Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Sell, 10, 60, market));
            Assert.Equal("MARK_STALE", venue.Try(Carol, Side.Buy, 1, 40, market));
        }
    }

    [Fact]
    [Trait("rule", "B7")]
    public void An_old_mark_of_one_position_stops_the_whole_cross_unit()
    {
        var venue = MarginVenue.Open();
        venue.Apply(CommandType.CreateMarket, MarginVenue.CrossTerms with { MarketId = 9 });
        venue.SetRisk(MarginVenue.TenTicks, 9);
        venue.Pair(9, Alice, Bob, 10, 50);
        venue.MarkAt(9, 50);
        venue.Market(9).SetRules(TradingRules.Default with { MarkMaxAgeSeconds = 5 });
        venue.NowNs += 5 * Limits.NsPerSecond;
        Assert.Equal("MARK_STALE", venue.Try(Alice, Side.Buy, 1, 40));
        Assert.Equal("ACCEPTED", venue.Try(Carol, Side.Buy, 1, 40));
    }

    [Fact]
    [Trait("rule", "L7")]
    public void A_unit_in_liquidation_takes_no_order_not_even_one_that_reduces()
    {
        foreach (var market in new[] { Cross, Isolated })
        {
            var venue = MarginVenue.Open();
            venue.Pair(market, Alice, Bob, 10, 50);
            venue.Liquidating(Alice, market);
            Assert.Equal("IN_LIQUIDATION", venue.Try(Alice, Side.Buy, 1, 40, market));
            Assert.Equal("IN_LIQUIDATION", venue.Try(Alice, Side.Sell, 10, 60, market));
            Assert.Equal("ACCEPTED", venue.Try(Bob, Side.Sell, 1, 60, market));
            Assert.Equal("ACCEPTED", venue.Try(Alice, Side.Buy, 1, 40, market == Cross ? Isolated : Cross));
        }
    }

    /// <summary>The engine alone closes it: what the owner closes worse would be others' loss.</summary>
    [Fact]
    [Trait("rule", "L7")]
    public void What_only_reduces_has_no_second_chance_in_liquidation()
    {
        var venue = MarginVenue.Open();
        venue.Pair(Cross, Alice, Bob, 1_250, 50);
        Assert.Equal(RejectReason.None, venue.Ask(Alice, Cross, Side.Sell, 1, 60).Reason);
        venue.Liquidating(Alice, Cross);
        Assert.Equal(RejectReason.InLiquidation, venue.Ask(Alice, Cross, Side.Sell, 1, 60).Reason);
    }

    [Fact]
    public void A_budget_is_for_markets_that_are_paid_in_full()
    {
        var venue = MarginVenue.Open();
        venue.Try(Bob, Side.Sell, 10, 50);
        var ticket = new OrderTicket(Alice, Side.Buy, 5, 60)
        {
            Terms = MarginVenue.CrossTerms,
            TimeInForce = TimeInForce.ImmediateOrCancel,
        };
        var lines = venue.SendAs(
            ticket, OrderType.Market, (ref SignedOrder order) => order.Instructions.Budget = 1_000);
        Assert.Equal("INVALID_INSTRUCTIONS", MarginVenue.Answer(lines));
    }

    /// <summary>A bracket: the children hold fees and losses only, but count what the parent takes.</summary>
    [Fact]
    [Trait("rule", "T14")]
    public void Legs_count_what_earlier_legs_take()
    {
        var venue = MarginVenue.Open();
        var leg = new OrderTicket(Alice, Side.Sell, 400, 60) { Terms = MarginVenue.CrossTerms };
        NewOrder[] pair = [venue.Leg(leg), venue.Stop(leg with { Type = OrderType.StopLimit, PriceTicks = 30 }, 40)];
        var lines = venue.SendList(ListKind.OneCancelsOther, pair);
        Assert.Equal("INSUFFICIENT_MARGIN", lines[1].Split(' ')[^1]);

        // 2 × 360 × (10 + 2) + 360 × (50 − 45) of the stop is 10,440; 340 lots are 9,860
        var less = leg with { Lots = 360 };
        pair = [venue.Leg(less), venue.Stop(less with { Type = OrderType.StopLimit, PriceTicks = 45 }, 45)];
        Assert.Contains("INSUFFICIENT_MARGIN", venue.SendList(ListKind.OneCancelsOther, pair)[1]);
        less = leg with { Lots = 340 };
        pair = [venue.Leg(less), venue.Stop(less with { Type = OrderType.StopLimit, PriceTicks = 45 }, 45)];
        Assert.Contains("accepted", venue.SendList(ListKind.OneCancelsOther, pair)[1]);
    }
}
