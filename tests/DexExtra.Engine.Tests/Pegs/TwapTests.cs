using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Pegs;

/// <summary>
/// O-TWAP: bob buys 10 lots in 4 slices of 3 lots, one every 100 seconds, up to 2 ticks above the mark of 50. Alice's
/// asks are orders 7 and 8, 20 lots at 52 and 20 at 53; his order is 9.
/// </summary>
public sealed class TwapTests
{
    private const ulong NowSeconds = (ulong)(Venue.StartNs / Limits.NsPerSecond);
    private static readonly OrderTicket Buys = new(Traders.Bob, Side.Buy, 10, 90);

    [Fact]
    public void Slices_take_by_time_and_the_last_takes_what_is_left()
    {
        var venue = Open();
        Assert.Equal(["accepted 9", "Buy 3@52 9/7"], venue.SendTwap(Buys, 400, 100, 2).Brief());
        Assert.Empty(After(venue, 99));
        Assert.Equal(["Buy 3@52 9/7"], After(venue, 1));
        Assert.Equal(["Buy 3@52 9/7"], After(venue, 100));
        Assert.Equal(["Buy 1@52 9/7"], After(venue, 100));
        Assert.Empty(After(venue, 100));
        Assert.Equal(0, venue.Engine.View.Position(Traders.Bob, 1).OpenBuyLots);
    }

    [Fact]
    public void It_takes_no_worse_than_the_mark_allows_and_ends_with_its_duration()
    {
        var venue = Open();
        Assert.Equal(["accepted 9"], venue.SendTwap(Buys, 400, 100, 1).Brief());
        Assert.Empty(After(venue, 399));
        Assert.Equal(["CANCELLED 9 TWAP_ENDED 10 after 0"], After(venue, 1));
    }

    [Fact]
    public void It_takes_no_worse_than_signed()
    {
        var venue = Open();
        Assert.Equal(["accepted 9"], venue.SendTwap(Buys with { PriceTicks = 51 }, 400, 100, 30).Brief());
        Assert.Equal(["accepted 10", "Buy 3@52 10/7"], venue.SendTwap(Buys with { PriceTicks = 52 }, 400, 100, 30).Brief());
    }

    [Fact]
    public void What_was_missed_is_caught_up_to_three_shares()
    {
        var venue = Venue.Open();
        venue.Mark(50);
        venue.SendTwap(Buys with { Lots = 20 }, 500, 100, 2);
        After(venue, 100);
        After(venue, 100);
        After(venue, 100);
        venue.Sell(Traders.Alice, 30, 52);
        Assert.Equal(["Buy 12@52 7/11"], After(venue, 100));
        Assert.Equal(["CANCELLED 7 TWAP_ENDED 8 after 12"], After(venue, 100));
    }

    [Fact]
    public void A_sell_mirrors_it()
    {
        var venue = Venue.Open();
        venue.Mark(50);
        venue.Buy(Traders.Alice, 9, 47);
        Assert.Equal(["accepted 8"], venue.SendTwap(new OrderTicket(Traders.Bob, Side.Sell, 10, 1), 400, 100, 2).Brief());
        venue.Buy(Traders.Carol, 9, 48);
        Assert.Equal(["Sell 6@48 9/8"], After(venue, 100));
    }

    [Theory]
    [InlineData(0, 1_000, true)]
    [InlineData(101, 100, true)]
    [InlineData(100, 100, false)]
    public void A_stale_mark_skips_the_slice(uint maxAge, long seconds, bool isFresh)
    {
        var venue = Open();
        venue.Rule(rules => rules with { MarkMaxAgeSeconds = maxAge });
        venue.NowNs += seconds * Limits.NsPerSecond;
        Assert.Equal(isFresh ? 2 : 1, venue.SendTwap(Buys, 400, 100, 2).Brief().Length);
    }

    [Theory]
    [InlineData(MarketState.Auction)]
    [InlineData(MarketState.ReduceOnly)]
    [InlineData(MarketState.Halted)]
    public void Outside_continuous_trading_slices_are_carried_forward(MarketState state)
    {
        var venue = Open();
        venue.SendTwap(Buys, 400, 100, 2);
        venue.Plain().State = state;
        Assert.Empty(After(venue, 100));
        venue.Plain().State = MarketState.Continuous;
        Assert.Equal(["Buy 6@52 9/7"], After(venue, 100));
    }

    [Fact]
    public void Its_expiry_ends_it_if_that_is_earlier()
    {
        var venue = Open();
        venue.SendTwap(Buys with { ExpirySeconds = NowSeconds + 150 }, 400, 100, 2);
        After(venue, 100);
        Assert.Equal(["EXPIRED 9 EXPIRED 4 after 6"], After(venue, 50));
    }

    [Theory]
    [InlineData(OrderFlags.None, "prevented CANCEL_NEWEST")]
    [InlineData(OrderFlags.CancelBoth, "prevented CANCEL_BOTH")]
    public void An_own_order_ends_the_slice_and_not_the_order(OrderFlags mode, string prevented)
    {
        var venue = Venue.Open();
        venue.Mark(50);
        venue.Sell(Traders.Bob, 1, 51);
        var lines = venue.SendTwap(Buys with { Flags = mode }, 400, 100, 2);
        Assert.StartsWith(prevented, lines[1], StringComparison.Ordinal);
        Assert.Empty(lines.Only("9"));
        Assert.Equal(10, venue.Engine.View.Position(Traders.Bob, 1).OpenBuyLots);
    }

    [Theory]
    [InlineData(2, 8)]
    [InlineData(3, 7)]
    [InlineData(20, 7)]
    public void A_decrement_takes_lots_out_of_slice_and_order(long own, long open)
    {
        var venue = Venue.Open();
        venue.Mark(50);
        venue.Sell(Traders.Bob, own, 51);
        venue.SendTwap(Buys with { Flags = OrderFlags.Decrement }, 400, 100, 2);
        Assert.Equal(open, venue.Engine.View.Position(Traders.Bob, 1).OpenBuyLots);
    }

    [Fact]
    public void A_decrement_of_everything_ends_the_order()
    {
        var venue = Venue.Open();
        venue.Mark(50);
        venue.Sell(Traders.Bob, 20, 51);
        var lines = venue.SendTwap(Buys with { Lots = 1, Flags = OrderFlags.Decrement }, 400, 100, 2).Brief();
        Assert.Equal("STOPPED 8 SELF_TRADE 1 after 0", lines[^1]);
    }

    [Fact]
    public void It_can_be_cancelled_between_slices()
    {
        var venue = Open();
        venue.SendTwap(Buys, 400, 100, 2);
        Assert.Equal(["CANCELLED 9 USER 7 after 3"], venue.Cancel(Traders.Bob, 9).Brief());
        Assert.Empty(After(venue, 100));
    }

    [Fact]
    public void After_a_silence_the_newest_slice_makes_up_for_the_others_and_an_end_that_passed_ends_it()
    {
        var venue = Open();
        venue.SendTwap(Buys, 400, 100, 2);
        Assert.Equal(["Buy 6@52 9/7"], After(venue, 250));
        Assert.Equal(["CANCELLED 9 TWAP_ENDED 1 after 9"], After(venue, 1_000));
    }

    private static string[] After(Venue venue, long seconds)
    {
        venue.NowNs += seconds * Limits.NsPerSecond;
        return venue.Tick().Brief();
    }

    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Mark(50);
        venue.Sell(Traders.Alice, 20, 52);
        venue.Sell(Traders.Alice, 20, 53);
        return venue;
    }
}
