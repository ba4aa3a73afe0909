using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Triggers;

/// <summary>T1 to T4, T6: stops with a fixed trigger. The last price is 50, the first order of a test is 9.</summary>
public sealed class StopTests
{
    private static readonly OrderTicket Sells = new(Traders.Bob, Side.Sell, 5, 10);
    private static readonly OrderTicket Buys = new(Traders.Bob, Side.Buy, 5, 90);

    [Fact]
    public void A_sell_stop_becomes_a_market_order_at_its_trigger_less_protection()
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 3, 44);
        venue.Buy(Traders.Alice, 3, 39);
        Assert.Equal(["accepted 11 at 40 PENDING_TRIGGER"], venue.SendStop(Sells, OrderType.Stop, 45).Brief());
        Assert.Equal(["accepted 13", "Sell 1@46 12/13"], venue.Trade(46));

        Assert.Equal(
            [
                "accepted 15", "Sell 1@45 14/15",
                "triggered 11 by LAST 45 at 45, price 40, open 5",
                "Sell 3@44 9/11",
                "CANCELLED 11 IMMEDIATE_REMAINDER 2 after 3",
            ],
            venue.Trade(45));
    }

    [Fact]
    public void The_hold_of_a_stop_is_at_its_worst_price()
    {
        var venue = Open();

        // (trigger 60 + 5 − floor 0 + fee 2) × 5
        Assert.EndsWith("accepted 9 at 65 PENDING_TRIGGER, hold 335, has 9665+335",
            venue.SendStop(Buys, OrderType.Stop, 60)[0]);

        // the signed limit is tighter: (62 + 2) × 5
        Assert.EndsWith("accepted 10 PENDING_TRIGGER, hold 320, has 9345+655",
            venue.SendStop(Buys with { PriceTicks = 62 }, OrderType.Stop, 60)[0]);
    }

    [Fact]
    public void The_best_opposite_price_tightens_a_released_market_order_further()
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 1, 48);
        venue.Buy(Traders.Alice, 1, 42);
        venue.SendStop(Sells, OrderType.Stop, 46);

        // 48 trades away, 46 prints: best bid 42 is within 46 − 5, 42 − 5 is not tighter
        venue.Sell(Traders.Carol, 1, 48);
        Assert.Equal(["triggered 11 by LAST 46 at 46, price 41, open 5"], venue.Trade(46).Only("triggered"));

        // the best bid 48 − 5 is tighter than 46 − 5
        venue = Open();
        venue.Buy(Traders.Alice, 1, 48);
        venue.SendStop(Sells, OrderType.Stop, 46, null, TriggerSource.Index);
        Assert.Equal(["triggered 10 by INDEX 46 at 46, price 43, open 5"], venue.Index(46).Brief().Only("triggered"));
    }

    [Theory]
    [InlineData(OrderType.Stop, Side.Sell, 45, 46, 45)]
    [InlineData(OrderType.Stop, Side.Buy, 55, 54, 55)]
    [InlineData(OrderType.TakeProfit, Side.Sell, 55, 54, 55)]
    [InlineData(OrderType.TakeProfit, Side.Buy, 45, 46, 45)]
    [InlineData(OrderType.StopLimit, Side.Sell, 45, 46, 45)]
    [InlineData(OrderType.TakeProfitLimit, Side.Buy, 45, 46, 45)]
    public void A_stop_fires_at_its_trigger_and_not_a_tick_before(
        OrderType type, Side side, long trigger, long before, long at)
    {
        var venue = Open();
        var ticket = side == Side.Sell ? Sells : Buys;
        Assert.Contains("PENDING_TRIGGER", venue.SendStop(ticket, type, trigger)[0], StringComparison.Ordinal);
        Assert.Empty(venue.Trade(before).Only("triggered"));
        Assert.Single(venue.Trade(at).Only("triggered"));
        Assert.Empty(venue.Trade(at).Only("triggered"));
    }

    [Theory]
    [InlineData(OrderType.Stop, Side.Sell)]
    [InlineData(OrderType.TakeProfit, Side.Buy)]
    public void A_trigger_that_is_true_on_entry_is_refused_or_fires_at_once(OrderType type, Side side)
    {
        var venue = Open();
        var ticket = side == Side.Sell ? Sells : Buys;
        Assert.Equal(["rejected WOULD_TRIGGER_IMMEDIATELY"], venue.SendStop(ticket, type, 50).Brief());

        var now = venue.SendStop(ticket with { Flags = OrderFlags.AllowImmediate }, type, 50).Brief();
        Assert.Equal(3, now.Length);
        Assert.StartsWith("accepted 10", now[0], StringComparison.Ordinal);
        Assert.StartsWith("triggered 10 by LAST 50 at 50", now[1], StringComparison.Ordinal);
        Assert.Equal("STOPPED 10 TRIGGER_FAILED NO_LIQUIDITY 5 after 0", now[2]);
    }

    [Fact]
    public void A_source_without_value_fires_nothing_and_refuses_nothing()
    {
        var venue = Venue.Open();
        Assert.Contains("PENDING_TRIGGER", venue.SendStop(Sells, OrderType.Stop, 90)[0], StringComparison.Ordinal);
        Assert.Contains(
            "PENDING_TRIGGER",
            venue.SendStop(Sells, OrderType.Stop, 90, null, TriggerSource.Index)[0], StringComparison.Ordinal);
        Assert.Equal(["triggered 8 by INDEX 90 at 90, price 85, open 5"], venue.Index(90).Brief().Only("triggered"));
        Assert.Equal(["triggered 7 by LAST 90 at 90, price 85, open 5"], venue.Trade(90).Only("triggered"));
    }

    [Fact]
    public void A_price_touched_within_a_sweep_counts()
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 1, 48);
        venue.Buy(Traders.Alice, 1, 44);
        venue.Buy(Traders.Alice, 1, 60);
        venue.SendStop(Buys, OrderType.Stop, 55);
        Assert.Equal(["triggered 12 by LAST 60 at 55, price 60, open 5"], venue.Sell(Traders.Carol, 3, 44).Brief().Only("triggered"));
    }

    [Fact]
    public void Stops_are_released_by_the_distance_of_their_trigger_then_by_entry()
    {
        var venue = Open();
        venue.SendStop(Sells with { Lots = 1 }, OrderType.StopLimit, 44);
        venue.SendStop(Sells with { Lots = 1 }, OrderType.StopLimit, 47);
        venue.SendStop(Sells with { Lots = 1 }, OrderType.StopLimit, 44);
        venue.SendStop(Sells with { Lots = 1 }, OrderType.StopLimit, 46);
        Assert.Equal(["10", "12", "9", "11"], Released(venue.Trade(44)));
    }

    [Fact]
    public void A_jump_releases_both_directions_by_distance_from_the_value_before()
    {
        var venue = Open();
        venue.Index(50);
        venue.Plain().State = MarketState.Auction;
        var evenTrue = OrderFlags.AllowImmediate;
        venue.SendStop(Sells with { Flags = evenTrue }, OrderType.StopLimit, 70, null, TriggerSource.Index);
        venue.SendStop(Buys, OrderType.StopLimit, 58, null, TriggerSource.Index);
        venue.SendStop(Sells with { Flags = evenTrue }, OrderType.StopLimit, 63, null, TriggerSource.Index);
        venue.SendStop(Buys, OrderType.StopLimit, 55, null, TriggerSource.Index);
        venue.SendStop(Buys, OrderType.StopLimit, 61, null, TriggerSource.Index);
        Assert.Empty(venue.Index(60).Brief());
        Assert.Equal(["13", "11", "12", "10"], Released(venue.Continue().Brief()));
    }

    [Fact]
    public void What_a_released_stop_fires_goes_to_the_end_of_the_queue()
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 5, 42);
        venue.Buy(Traders.Alice, 5, 41);
        venue.SendStop(Sells, OrderType.StopLimit, 46);
        venue.SendStop(Sells, OrderType.StopLimit, 43);
        venue.SendStop(Sells, OrderType.StopLimit, 45);
        Assert.Equal(["11", "13", "12"], Released(venue.Trade(45)));
    }

    [Fact]
    public void A_falling_price_fires_stop_after_stop_within_one_command()
    {
        var venue = Open();
        for (var price = 44; price > 38; price--)
        {
            venue.Buy(Traders.Alice, 1, price);
        }

        for (var trigger = 45; trigger > 38; trigger--)
        {
            venue.SendStop(Sells with { Lots = 1 }, OrderType.StopLimit, trigger);
            venue.SendStop(Sells with { Lots = 1, PriceTicks = trigger }, OrderType.StopLimit, trigger);
        }

        // each pair takes one bid; what is left of it rests and takes no part any more
        Assert.Equal(
            ["15", "16", "17", "18", "19", "20", "21", "22", "23", "24", "25", "26", "27", "28"],
            Released(venue.Trade(45)));
    }

    [Fact]
    public void A_released_stop_limit_takes_and_rests_at_its_limit()
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 2, 44);
        venue.SendStop(Sells with { PriceTicks = 43 }, OrderType.StopLimit, 45);
        Assert.Equal(
            ["triggered 10 by LAST 45 at 45, price 43, open 5", "Sell 2@44 9/10"], venue.Trade(45)[2..]);
        Assert.Equal(["accepted 13", "Buy 3@43 13/10"], venue.Buy(Traders.Carol, 3, 43).Brief()[..2]);
    }

    [Theory]
    [InlineData(Side.Sell, 45, 46)]
    [InlineData(Side.Buy, 55, 54)]
    public void The_limit_of_a_stop_limit_is_on_the_adverse_side(Side side, long trigger, long limit)
    {
        var venue = Open();
        var ticket = new OrderTicket(Traders.Bob, side, 5, limit);
        Assert.Equal(["rejected BAD_STOP_LIMIT"], venue.SendStop(ticket, OrderType.StopLimit, trigger).Brief());
        Assert.Equal(
            ["accepted 10 PENDING_TRIGGER"],
            venue.SendStop(ticket with { PriceTicks = trigger }, OrderType.StopLimit, trigger).Brief());
    }

    [Fact]
    public void Nothing_fires_outside_continuous_trading_and_everything_is_tested_on_entering_it()
    {
        var venue = Open();
        venue.SendStop(Sells, OrderType.StopLimit, 45);
        venue.Plain().State = MarketState.PostOnly;
        venue.Plain().Prices.LastTicks = 44;
        Assert.Empty(venue.Tick());
        Assert.Equal(["triggered 9 by LAST 44 at 45, price 10, open 5"], venue.Continue().Brief());
    }

    [Fact]
    public void A_cancelled_stop_does_not_fire()
    {
        var venue = Open();
        venue.SendStop(Sells, OrderType.Stop, 45);
        Assert.Equal(["CANCELLED 9 USER 5 after 0"], venue.Cancel(Traders.Bob, 9).Brief());
        Assert.Empty(venue.Trade(45).Only("triggered"));
    }

    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Trade(50);
        return venue;
    }

    /// <summary>Order ids in order of release.</summary>
    private static string[] Released(string[] lines) => [.. lines.Only("triggered").Select(line => line.Split(' ')[1])];
}
