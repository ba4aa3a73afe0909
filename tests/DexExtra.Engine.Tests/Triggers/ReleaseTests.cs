using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Triggers;

/// <summary>
/// T9, T10 and what a released stop must pass (docs/matching.md §10). The last price is 50, bob is long 7 lots, the first
/// order of a test is 9.
/// </summary>
public sealed class ReleaseTests
{
    private const ulong NowSeconds = (ulong)(Venue.StartNs / Limits.NsPerSecond);
    private static readonly OrderTicket Sells = new(Traders.Bob, Side.Sell, 5, 10);

    private static readonly OrderTicket Closes =
        Sells with { Flags = OrderFlags.ReduceOnly };

    [Theory]
    [InlineData(5_000, "reduced 10 REDUCE_ONLY_CAP by 2 to 3 after 0", 3)]
    [InlineData(10_000, "", 5)]
    [InlineData(2_858, "reduced 10 REDUCE_ONLY_CAP by 3 to 2 after 0", 2)]
    public void A_position_fraction_is_rounded_down_when_the_stop_fires(uint fraction, string reduced, long lots)
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 9, 44);
        venue.SendStop(Closes, OrderType.Stop, 45, Fraction(fraction));
        var lines = venue.Trade(45);
        Assert.Equal(["triggered 10 by LAST 45 at 45, price 40, open 5"], lines.Only("triggered"));
        Assert.Equal(reduced.Length == 0 ? [] : [reduced], lines.Only("reduced"));
        Assert.Equal($"Sell {lots}@44 9/10", lines[^1]);
    }

    [Fact]
    public void A_fraction_of_less_than_a_lot_ends_the_stop()
    {
        var venue = Open();
        venue.SendStop(Closes, OrderType.Stop, 45, Fraction(1_428));
        Assert.Equal("STOPPED 9 TRIGGER_FAILED NOTHING_TO_REDUCE 5 after 0", venue.Trade(45)[^1]);
    }

    [Fact]
    public void A_reduce_only_stop_is_clipped_when_it_fires_not_when_it_enters()
    {
        var venue = Open();
        Assert.Equal(
            ["accepted 9 at 40 PENDING_TRIGGER"],
            venue.SendStop(Closes with { Lots = 9 }, OrderType.Stop, 45).Brief());
        venue.Buy(Traders.Alice, 20, 44);
        Assert.Equal(
            ["reduced 9 REDUCE_ONLY_CAP by 2 to 7 after 0", "Sell 7@44 10/9"], venue.Trade(45)[^3..^1]);
    }

    [Fact]
    public void A_market_type_needs_the_other_side_and_a_post_only_one_must_not_cross()
    {
        var venue = Open();
        venue.SendStop(Sells, OrderType.TakeProfit, 55);
        Assert.Equal("STOPPED 9 TRIGGER_FAILED NO_LIQUIDITY 5 after 0", venue.Trade(55)[^1]);

        venue = Open();
        venue.Buy(Traders.Alice, 1, 44);
        venue.SendStop(Sells with { PriceTicks = 44, Flags = OrderFlags.PostOnly }, OrderType.StopLimit, 45);
        Assert.Equal("STOPPED 10 TRIGGER_FAILED POST_ONLY_WOULD_CROSS 5 after 0", venue.Trade(45)[^1]);
    }

    [Fact]
    public void A_post_only_slide_slides_when_it_fires()
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 1, 44);
        venue.SendStop(Sells with { PriceTicks = 40, Flags = OrderFlags.PostOnlySlide }, OrderType.StopLimit, 45);
        Assert.Equal("triggered 10 by LAST 45 at 45, price 45, open 5", venue.Trade(45)[^1]);
        Assert.Equal(["accepted 13", "Buy 5@45 13/10"], venue.Buy(Traders.Carol, 5, 45).Brief());
    }

    [Theory]
    [InlineData(4, "STOPPED 10 TRIGGER_FAILED FOK_NOT_FILLABLE 5 after 0")]
    [InlineData(5, "Sell 5@44 9/10")]
    public void A_fill_or_kill_stop_fills_or_ends(long there, string last)
    {
        var venue = Open();
        venue.Buy(Traders.Alice, there, 44);
        venue.SendStop(Sells with { TimeInForce = TimeInForce.FillOrKill }, OrderType.Stop, 45);
        Assert.Equal(last, venue.Trade(45)[^1]);
    }

    [Fact]
    public void Its_expiry_fires_a_stop_that_asks_for_it()
    {
        var venue = Open();
        venue.Buy(Traders.Alice, 2, 44);
        Fires(venue, Sells, OrderType.Stop);
        venue.NowNs += 60 * Limits.NsPerSecond;
        Assert.Equal(
            [
                "triggered 10 by EXPIRY 0 at 45, price 40, open 5",
                "Sell 2@44 9/10",
                "CANCELLED 10 IMMEDIATE_REMAINDER 3 after 2",
            ],
            venue.Tick().Brief());
    }

    [Fact]
    public void A_limit_type_fired_by_its_expiry_rests_no_longer_than_its_last_second()
    {
        var venue = Open();
        Fires(venue, Sells, OrderType.StopLimit);
        venue.NowNs += 60 * Limits.NsPerSecond;
        Assert.Equal(["triggered 9 by EXPIRY 0 at 45, price 10, open 5"], venue.Tick().Brief());
        Assert.Equal(["accepted 11", "Buy 1@10 11/9"], venue.Buy(Traders.Alice, 1, 10).Brief());
        venue.NowNs += Limits.NsPerSecond;
        Assert.Equal(["EXPIRED 9 EXPIRED 4 after 1"], venue.Tick().Brief());
    }

    [Theory]
    [InlineData(61, MarketState.Continuous)]
    [InlineData(60, MarketState.PostOnly)]
    [InlineData(60, MarketState.Auction)]
    public void Later_or_outside_continuous_trading_it_expires(long seconds, MarketState state)
    {
        var venue = Open();
        Fires(venue, Sells, OrderType.Stop);
        venue.Plain().State = state;
        venue.NowNs += seconds * Limits.NsPerSecond;
        Assert.Equal(["EXPIRED 9 EXPIRED 5 after 0"], venue.Tick().Brief());
    }

    [Fact]
    public void Without_that_instruction_a_stop_expires()
    {
        var venue = Open();
        venue.SendStop(Sells with { ExpirySeconds = NowSeconds + 60 }, OrderType.Stop, 45);
        venue.NowNs += 60 * Limits.NsPerSecond;
        Assert.Equal(["EXPIRED 9 EXPIRED 5 after 0"], venue.Tick().Brief());
    }

    [Fact]
    public void A_repeat_of_a_released_stop_says_that_it_is_live()
    {
        var venue = Open();
        var ticket = Sells with { ClientOrderId = 777, Nonce = 777, Hash = 777 };
        venue.SendStop(ticket, OrderType.StopLimit, 45);
        Assert.Equal(["order 9 is PENDING_TRIGGER 0/5 open 5"], venue.SendStop(ticket, OrderType.StopLimit, 45).Brief());
        venue.Trade(45);
        Assert.Equal(["order 9 is NEW 0/5 open 5"], venue.SendStop(ticket, OrderType.StopLimit, 45).Brief());
    }

    private static void Fires(Venue venue, OrderTicket ticket, OrderType type) => venue.SendStop(
        ticket with { ExpirySeconds = NowSeconds + 60 }, type, 45,
        (ref SignedOrder order) => order.Instructions.ExpiryAction = ExpiryAction.Trigger);

    private static SpecialOrders.Change Fraction(uint basisPoints) =>
        (ref SignedOrder order) => order.Instructions.PositionFraction = basisPoints;

    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Sell(Traders.Carol, 7, 50);
        venue.Buy(Traders.Bob, 7, 50);
        return venue;
    }
}
