using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Triggers;

/// <summary>T11. The last price is 50, the first order of a test is 9; distances are 5 ticks.</summary>
public sealed class TrailingStopTests
{
    private static readonly OrderTicket Sells = new(Traders.Bob, Side.Sell, 1, 10);
    private static readonly OrderTicket Buys = new(Traders.Bob, Side.Buy, 1, 90);

    [Fact]
    public void A_sell_trigger_follows_the_highest_price()
    {
        var venue = Open();
        Assert.Equal(["accepted 9 PENDING_TRIGGER"], venue.SendTrailing(Sells, OrderType.TrailingStop, 5).Brief());
        Assert.Empty(Fired(venue.Trade(46)));
        Assert.Empty(Fired(venue.Trade(55)));
        Assert.Empty(Fired(venue.Trade(51)));
        Assert.Equal(["triggered 9 by LAST 50 at 50, price 10, open 1"], Fired(venue.Trade(50)));
    }

    [Fact]
    public void A_buy_trigger_follows_the_lowest_price()
    {
        var venue = Open();
        venue.SendTrailing(Buys, OrderType.TrailingStop, 5);
        Assert.Empty(Fired(venue.Trade(54)));
        Assert.Empty(Fired(venue.Trade(45)));
        Assert.Empty(Fired(venue.Trade(49)));
        Assert.Equal(["triggered 9 by LAST 50 at 50, price 90, open 1"], Fired(venue.Trade(50)));
    }

    [Fact]
    public void It_is_tested_with_the_first_print_then_moved_then_tested_with_the_last()
    {
        // a rising sweep from 46 to 51: the first moves the watermark to 46, the last reaches 46 + 5
        var venue = Open();
        venue.SendTrailing(Buys, OrderType.TrailingStop, 5);
        venue.Sell(Traders.Carol, 1, 46);
        venue.Sell(Traders.Carol, 1, 51);
        Assert.Equal(
            ["triggered 9 by LAST 51 at 51, price 90, open 1"], Fired(venue.Buy(Traders.Alice, 2, 51).Brief()));

        // the same sweep does not fire a sell that it moves up
        venue = Open();
        venue.SendTrailing(Sells, OrderType.TrailingStop, 4);
        venue.Sell(Traders.Carol, 1, 47);
        venue.Sell(Traders.Carol, 1, 60);
        Assert.Empty(Fired(venue.Buy(Traders.Alice, 2, 60).Brief()));
        Assert.Equal(["triggered 9 by LAST 56 at 56, price 10, open 1"], Fired(venue.Trade(56)));
    }

    [Fact]
    public void Tracking_starts_at_the_first_print_at_or_through_its_activation_price()
    {
        var venue = Open();
        venue.SendTrailing(Sells with { Flags = OrderFlags.HasActivationPrice }, OrderType.TrailingStop, 5, At(55));
        Assert.Empty(Fired(venue.Trade(54)));
        Assert.Empty(Fired(venue.Trade(40)));
        Assert.Empty(Fired(venue.Trade(55)));
        Assert.Empty(Fired(venue.Trade(51)));
        Assert.Single(Fired(venue.Trade(50)));

        venue = Open();
        venue.SendTrailing(Buys with { Flags = OrderFlags.HasActivationPrice }, OrderType.TrailingStop, 5, At(45));
        Assert.Empty(Fired(venue.Trade(46)));
        Assert.Empty(Fired(venue.Trade(60)));
        Assert.Empty(Fired(venue.Trade(44)));
        Assert.Single(Fired(venue.Trade(49)));
    }

    [Fact]
    public void An_activation_price_that_is_through_already_waits_for_a_print()
    {
        var venue = Open();
        venue.SendTrailing(Sells with { Flags = OrderFlags.HasActivationPrice }, OrderType.TrailingStop, 5, At(45));
        Assert.Empty(Fired(venue.Trade(44)));
        Assert.Empty(Fired(venue.Trade(48)));
        Assert.Equal(["triggered 9 by LAST 43 at 43, price 10, open 1"], Fired(venue.Trade(43)));
    }

    [Fact]
    public void Without_a_value_on_entry_it_starts_at_the_first_print()
    {
        var venue = Venue.Open();
        venue.SendTrailing(Sells, OrderType.TrailingStop, 5);
        Assert.Empty(Fired(venue.Trade(60)));
        Assert.Equal(["triggered 7 by LAST 55 at 55, price 10, open 1"], Fired(venue.Trade(55)));
    }

    [Theory]
    [InlineData(400, 48)]
    [InlineData(401, 47)]
    [InlineData(1, 49)]
    public void A_distance_in_basis_points_is_rounded_up(uint basisPoints, long trigger)
    {
        var venue = Venue.Open();
        var terms = TestMarkets.PlainTerms;
        terms.MarketId = 3;
        terms.FloorTicks = 1;
        venue.Apply(CommandType.CreateMarket, terms);
        Trade(venue, terms, 50);
        venue.SendAs(Sells with { Terms = terms }, OrderType.TrailingStop, (ref SignedOrder order) =>
        {
            order.Instructions.TrailingBasisPoints = basisPoints;
            order.Instructions.TriggerSource = TriggerSource.Last;
        });
        Assert.Empty(Trade(venue, terms, trigger + 1));
        Assert.Single(Trade(venue, terms, trigger));
    }

    [Theory]
    [InlineData(Side.Sell, 40, 2, 43)]
    [InlineData(Side.Sell, 44, 2, 44)]
    [InlineData(Side.Buy, 70, 3, 58)]
    [InlineData(Side.Buy, 56, 3, 56)]
    public void The_limit_follows_the_trigger_no_worse_than_signed(Side side, long signed, long offset, long limit)
    {
        var venue = Open();
        venue.SendTrailing(
            new OrderTicket(Traders.Bob, side, 1, signed), OrderType.TrailingStopLimit, 5,
            (ref SignedOrder order) => order.Instructions.PriceOffset = (UInt128)(offset * FixedPoint.One));
        var at = side == Side.Sell ? 45 : 55;
        Assert.Equal([$"triggered 9 by LAST {at} at {at}, price {limit}, open 1"], Fired(venue.Trade(at)));
    }

    [Fact]
    public void Watermarks_move_outside_continuous_trading_but_nothing_fires()
    {
        var venue = Open();
        venue.Index(50);
        venue.SendTrailing(Sells, OrderType.TrailingStop, 5, null, TriggerSource.Index);
        venue.Plain().State = MarketState.Auction;
        Assert.Empty(venue.Index(60).Brief());
        Assert.Empty(venue.Index(54).Brief());
        Assert.Equal(["triggered 10 by INDEX 54 at 55, price 10, open 1"], Fired(venue.Continue().Brief()));
    }

    [Fact]
    public void Its_release_is_ordered_with_fixed_stops_by_distance()
    {
        var venue = Open();
        venue.SendStop(Sells, OrderType.StopLimit, 44);
        venue.SendTrailing(Sells, OrderType.TrailingStopLimit, 5);
        venue.SendStop(Sells, OrderType.StopLimit, 46);
        Assert.Equal(["11", "10", "9"], Fired(venue.Trade(43)).Select(line => line.Split(' ')[1]));
    }

    [Fact]
    public void A_wild_index_does_no_harm()
    {
        var venue = Open();
        venue.SendTrailing(Sells, OrderType.TrailingStop, 5, null, TriggerSource.Index);
        venue.SendTrailing(Buys, OrderType.TrailingStop, 5, null, TriggerSource.Index);
        Assert.Empty(venue.Index(long.MaxValue).Brief());
        Assert.Equal(["9"], Fired(venue.Index(long.MinValue).Brief()).Select(line => line.Split(' ')[1]));
        Assert.Equal(["10"], Fired(venue.Index(long.MaxValue).Brief()).Select(line => line.Split(' ')[1]));
    }

    private static SpecialOrders.Change At(long ticks) =>
        (ref SignedOrder order) => order.Instructions.ActivationPrice = ticks * FixedPoint.One;

    private static string[] Trade(Venue venue, CreateMarket terms, long priceTicks)
    {
        venue.Send(new OrderTicket(Traders.Alice, Side.Buy, 1, priceTicks) { Terms = terms });
        return Fired(venue.Send(new OrderTicket(Traders.Carol, Side.Sell, 1, priceTicks) { Terms = terms }).Brief());
    }

    private static string[] Fired(string[] lines) => lines.Only("triggered");

    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Trade(50);
        return venue;
    }
}
