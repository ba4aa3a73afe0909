using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;
using static DexExtra.Engine.Tests.Liquidation.LiquidationVenue;

namespace DexExtra.Engine.Tests.Liquidation;

/// <summary>L2–L4, L7: stages 1 to 4 of a liquidation.</summary>
public sealed class LadderTests
{
    [Fact]
    [Trait("rule", "L2")]
    public void First_only_orders_that_could_increase_risk_go()
    {
        var venue = LongAlice();
        venue.SetCash(Alice, 10_000);
        venue.Order(Cross, Alice, Side.Buy, 1, 30);
        venue.Order(Cross, Alice, Side.Sell, 4, 70);
        venue.Order(Cross, Alice, Side.Sell, 7, 71);
        venue.Order(Cross, Alice, Side.Sell, 2, 72, OrderFlags.ReduceOnly);
        venue.SetCash(Alice, 40);
        venue.Mark(Cross, 50);
        var mark = venue.State.Sequence;
        var lines = venue.Tick();

        // 13 lots would be sold of 10: the newest order that is not reduce-only goes, as does the buy
        Assert.Equal([$"alice loses order {mark - 4}: LIQUIDATION", $"alice loses order {mark - 2}: LIQUIDATION"], lines[..2]);
        Assert.StartsWith("alice RiskOrders", lines[2], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "L2")]
    public void Then_all_orders_go_and_those_of_full_markets_of_the_asset()
    {
        var venue = LongAlice();
        venue.SetCash(Alice, 10_000);
        venue.Order(Full, Alice, Side.Buy, 2, 20);
        var order = venue.State.Sequence;
        venue.SetCash(Alice, 30);
        venue.Mark(Cross, 50);

        Assert.Equal(
            [
                "alice RiskOrders: 30 of 50", $"alice loses order {order}: LIQUIDATION", "alice AllOrders: 70 of 50",
                "alice Ended: 70 of 50", "alice Liquidation -> Warning: 70 of 50/100",
            ],
            venue.Tick());
        Assert.Equal(10, venue.Lots(Cross, Alice));
    }

    [Fact]
    [Trait("rule", "L2")]
    public void Cancels_are_sliced_over_commands()
    {
        var venue = new LiquidationVenue(Venue.SmallOptions with { MaxLiquidationCancels = 2 });
        venue.Trade(Cross, Alice, Bob, 10, 50);
        for (var count = 0; count < 5; count++)
        {
            venue.Order(Cross, Alice, Side.Buy, 1, 0);
        }

        venue.SetCash(Alice, 100);
        venue.Mark(Cross, 42);
        Assert.Equal(2, Of(venue.Tick(), "loses").Length);
        Assert.Equal(2, Of(venue.Tick(), "loses").Length);
        Assert.Equal(["alice RiskOrders: 20 of 50"], Of(venue.Tick(), "RiskOrders"));
    }

    [Fact]
    [Trait("rule", "L2")]
    public void Steps_reduce_the_position_until_the_initial_margin_holds()
    {
        var venue = LongAlice();
        venue.SetRisk(Cross, Parameters with { StepBp = 2_500, LiquidationFeeBp = 1_000, PauseSeconds = 2 });
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 4, 47);
        venue.Order(Cross, Carol, Side.Buy, 8, 46);

        Assert.Contains("alice None -> Liquidation: 40 of 50/100", venue.Mark(Cross, 44));
        Assert.Equal(
            [
                "alice RiskOrders: 40 of 50", "alice AllOrders: 40 of 50",
                "Liquidation 3@47: carol (0) buys, alice (-9) sells",
                "alice LiquidationFee -3 of 1: has 88", "Insurance in 1 LiquidationFee 3 of 1: has 3",
                "alice Reducing in 1 3 to 40, bankrupt 40, paid 0, fee 3: 46 of 35",
                "alice Liquidation -> Warning: 46 of 35/70",
            ],
            Without(venue.Tick(), "ranked"));
        Assert.Empty(Without(venue.Tick(), "ranked"));
        Assert.Equal(
            [
                "Liquidation 1@47: carol (0) buys, alice (-3) sells", "Liquidation 1@46: carol (0) buys, alice (-4) sells",
                "alice LiquidationFee -2 of 1: has 79", "Insurance in 1 LiquidationFee 2 of 1: has 5",
                "alice Reducing in 1 2 to 38, bankrupt 38, paid 0, fee 2: 49 of 25",
                "alice Warning -> None: 49 of 25/50",
            ],
            Without(venue.Tick(), "ranked"));
        venue.Tick();
        Assert.Equal("alice Ended: 51 of 15", Without(venue.Tick(), "ranked")[^1]);
        Assert.Equal(3, venue.Lots(Cross, Alice));
    }

    [Fact]
    [Trait("rule", "L4")]
    public void A_liquidation_makes_no_price_and_has_its_own_order_id()
    {
        var venue = LongAlice();
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 10, 42);
        venue.Mark(Cross, 44);
        venue.Tick();

        var trade = Trades(venue).Single();
        Assert.Equal(TradeFlags.Liquidation, trade.Flags);
        Assert.Equal(Side.Sell, trade.Aggressor);
        Assert.Equal((1L << 62) + (1L << 48) + venue.State.Sequence, trade.Sell.OrderId);
        Assert.Equal((0UL, 0, 84), (trade.Sell.ClientOrderId, trade.Sell.Fee, trade.Sell.Available));
        Assert.Equal((44, 44), (venue.MarketOf(Cross).Prices.LastTicks, venue.MarketOf(Cross).Prices.MarkTicks));
    }

    [Fact]
    [Trait("rule", "L2")]
    public void A_step_takes_part_of_the_displayed_depth_within_its_limit()
    {
        var venue = LongAlice();
        venue.SetRisk(Cross, Parameters with { StepBp = 10_000, DepthBp = 5_000 });
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 5, 43);
        venue.Order(Cross, Carol, Side.Buy, 2, 41);
        venue.Order(Cross, Carol, Side.Buy, 50, 39);
        venue.Mark(Cross, 44);

        // 7 lots are shown down to the bankruptcy price 40: half of them, rounded down
        Assert.Contains("alice Reducing in 1 3 to 40, bankrupt 40, paid 0, fee 0: 37 of 35", venue.Tick());
    }

    [Fact]
    [Trait("rule", "B3")]
    public void A_step_stays_one_increment_inside_the_execution_window()
    {
        var venue = LongAlice();
        venue.SetRisk(Cross, Parameters with { StepBp = 10_000 });
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 1, 43);
        venue.Order(Cross, Carol, Side.Buy, 9, 42);
        venue.Venue.Apply(CommandType.SetTradingRules, new SetTradingRules
        {
            MarketId = Cross,
            Rules = TradingRules.Default with { MinMarkDepthLots = 1_000_000_000, ExecutionBandTicks = 2 },
        });
        venue.Mark(Cross, 44);

        Assert.Contains("alice Reducing in 1 1 to 43, bankrupt 40, paid 0, fee 0: 39 of 45", venue.Tick());
        Assert.Equal(MarketState.Continuous, venue.MarketOf(Cross).State);
    }

    [Fact]
    [Trait("rule", "S1")]
    public void An_order_of_another_subaccount_of_the_owner_is_cancelled()
    {
        var venue = LongAlice();
        venue.Venue.Deposit(AliceTwo, 100_000);
        venue.Order(Cross, AliceTwo, Side.Buy, 5, 43);
        var own = venue.State.Sequence;
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 5, 42);
        venue.Mark(Cross, 44);

        var lines = venue.Tick();
        Assert.Contains($"alice/2 loses order {own}: SELF_TRADE", lines);
        Assert.Contains("Liquidation 2@42: carol (0) buys, alice (-16) sells", lines);
    }

    [Fact]
    [Trait("rule", "L2")]
    public void The_insurance_pays_what_the_book_takes_beyond_bankruptcy()
    {
        var venue = LongAlice();
        venue.SetInsurance(Cross, 39);
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 10, 37);
        venue.Mark(Cross, 39);

        // 39 / 10 lots: 3 ticks beyond the bankruptcy price
        Assert.Equal(
            [
                "alice RiskOrders: -10 of 50", "alice AllOrders: -10 of 50",
                "Liquidation 10@37: carol (0) buys, alice (-130) sells", "alice closed by Liquidation: -130 Loss",
                "alice InsurancePaid 30 of 1: has 0", "Insurance in 1 InsurancePaid -30 of 1: has 9",
                "alice Insured in 1 10 to 37, bankrupt 40, paid 30, fee 0: 0 of 0", "alice Ended: 0 of 0",
                "alice Liquidation -> None: 0 of 0/0",
            ],
            Without(venue.Tick(), "ranked"));
        Assert.Equal((0, 0), (venue.Cash(Alice), venue.Owed(Alice)));
    }

    [Fact]
    [Trait("rule", "L2")]
    public void After_its_steps_a_unit_still_below_maintenance_goes_to_the_insurance()
    {
        var venue = LongAlice();
        venue.SetRisk(Cross, Parameters with { MaxSteps = 2, StepBp = 500, PauseSeconds = 0 });
        venue.Mark(Cross, 44);

        venue.Tick();
        venue.Tick();
        Assert.Equal("alice Insured in 1 0 to 40, bankrupt 40, paid 0, fee 0: 40 of 50", venue.Tick()[^1]);
        Assert.Contains("alice Deleveraging in 1 10 to 40, bankrupt 40, paid 0, fee 0: 0 of 0", venue.Tick());
    }

    [Fact]
    [Trait("rule", "R5")]
    public void An_isolated_liquidation_touches_its_bucket_and_nothing_else()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Isolated, Alice, Bob, 10, 50);
        venue.Trade(Cross, Alice, Bob, 1, 50);
        venue.Settle();
        venue.Order(Full, Alice, Side.Buy, 2, 20);
        venue.Order(Cross, Alice, Side.Buy, 2, 20);
        venue.SetBucket(Alice, 100);
        venue.SetCash(Alice, 777);
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Isolated, Carol, Side.Buy, 4, 42);
        venue.SetRisk(Isolated, Parameters with { StepBp = 4_000, LiquidationFeeBp = 2_500 });
        venue.Mark(Isolated, 44);

        // 4 lots lose 32 and pay a fee of 10; the bucket of the closed part stays with the rest
        Assert.Equal(
            [
                "alice RiskOrders in 2: 40 of 50", "alice AllOrders in 2: 40 of 50",
                "Liquidation 4@42: carol (0) buys, alice (-32) sells",
                "alice LiquidationFee -10 of 1: has 777, bucket 58", "Insurance in 2 LiquidationFee 10 of 1: has 10",
                "alice Reducing in 2 4 to 40, bankrupt 40, paid 0, fee 10: 22 of 30",
            ],
            Without(venue.Tick(), "ranked"));

        // then a gap: insurance 10 pays nothing as nobody buys, bob takes over at 41, rounded up from 40.33
        venue.Mark(Isolated, 30);
        var lines = venue.Settle();
        Assert.Contains("Deleveraging 6@41: bob (54) buys, alice (-54) sells", lines);
        Assert.Contains("alice Released 4 of 1: has 781", lines);
        Assert.Equal(781, venue.Cash(Alice));
        Assert.Equal(2, venue.State.Orders.Count);
        Assert.Equal((0, 0), (venue.PositionOf(Isolated, Alice).Bucket, venue.PositionOf(Isolated, Alice).Shortfall));
    }

    [Fact]
    [Trait("rule", "L3")]
    public void A_short_is_liquidated_like_a_long()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Cross, Bob, Alice, 7, 50);
        venue.SetCash(Alice, 60);
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Sell, 1, 58);
        venue.Order(Cross, Carol, Side.Sell, 9, 59);
        venue.SetRisk(Cross, Parameters with { StepBp = 10_000 });
        venue.Mark(Cross, 55);

        // bankrupt at 50 + 60 / 7 = 58.57, rounded in favour of the account
        Assert.Contains("alice Reducing in 1 -1 to 58, bankrupt 58, paid 0, fee 0: 22 of 30", venue.Tick());
        venue.Mark(Cross, 60);
        venue.Settle();
        Assert.Equal(0, venue.Lots(Cross, Alice));
        Assert.InRange((long)venue.Cash(Alice), 0, 6);
        Assert.Equal(0, venue.Owed(Alice));
    }

    [Fact]
    [Trait("rule", "L2")]
    public void A_cross_unit_first_loses_the_position_with_the_largest_margin()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Cross, Alice, Bob, 4, 50);
        venue.Trade(Other, Alice, Bob, 6, 50);
        venue.SetCash(Alice, 45);
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 10, 49);
        venue.Order(Other, Carol, Side.Buy, 10, 49);
        venue.Mark(Cross, 50);

        // steps of 2 of 6 lots: then both have 4 lots, the older goes on
        Assert.Equal(["Liquidation 2@49: carol (0) buys, alice (-2) sells"], Of(venue.Tick(), "buys"));
        Assert.Equal((4, 4), (venue.Lots(Cross, Alice), venue.Lots(Other, Alice)));
        venue.SetCash(Alice, 30);
        Assert.Equal(["Liquidation 1@49: carol (0) buys, alice (-1) sells"], Of(venue.Tick(), "buys"));
        Assert.Equal((3, 4), (venue.Lots(Cross, Alice), venue.Lots(Other, Alice)));
    }

    [Fact]
    [Trait("rule", "A1")]
    public void In_a_call_orders_go_but_nothing_is_closed_before_it_ends()
    {
        var venue = LongAlice();
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 10, 43);
        venue.Venue.Apply(
            CommandType.StartAuction,
            new StartAuction { MarketId = Cross, Kind = AuctionKind.Scheduled, DurationSeconds = 5 });
        venue.Mark(Cross, 44);

        Assert.Equal(["alice RiskOrders: 40 of 50", "alice AllOrders: 40 of 50"], Without(venue.Tick(), "ranked"));
        Assert.Empty(Of(venue.Tick(), "buys"));
        venue.Tick(4);
        Assert.Equal(["Liquidation 2@43: carol (0) buys, alice (-14) sells"], Of(venue.Tick(), "buys"));
    }

    /// <summary>Alice is long 10 from 50 with 100 in cash, bob short.</summary>
    private static LiquidationVenue LongAlice()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Cross, Alice, Bob, 10, 50);
        venue.Settle();
        venue.SetCash(Alice, 100);
        return venue;
    }

    private static string[] Without(string[] lines, string word) =>
        [.. lines.Where(line => !line.Contains(word, StringComparison.Ordinal))];

    private static string[] Of(string[] lines, string word) =>
        [.. lines.Where(line => line.Contains(word, StringComparison.Ordinal))];

    private static List<Traded> Trades(LiquidationVenue venue)
    {
        var trades = new List<Traded>();
        foreach (var item in new EventFrame(venue.Venue.LastFrame))
        {
            if (item.Type == EventType.Traded)
            {
                trades.Add(item.Body<Traded>());
            }
        }

        return trades;
    }
}
