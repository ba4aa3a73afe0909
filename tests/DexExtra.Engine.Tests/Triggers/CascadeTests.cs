using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Triggers;

/// <summary>T5: one command releases only so many stops, and they move the price only so far.</summary>
public sealed class CascadeTests
{
    private static readonly OrderTicket Sells = new(Traders.Bob, Side.Sell, 1, 30);

    [Fact]
    public void Too_many_releases_start_a_call_that_limit_types_join_and_others_wait_for()
    {
        var venue = Open();
        venue.Rule(rules => rules with { MaxCascade = 2 });
        venue.Buy(Traders.Alice, 9, 30);
        venue.SendStop(Sells, OrderType.StopLimit, 48);
        venue.SendStop(Sells, OrderType.StopLimit, 47);
        venue.SendStop(Sells, OrderType.Stop, 46);
        venue.SendStop(Sells, OrderType.StopLimit, 45);
        venue.SendStop(Sells with { TimeInForce = TimeInForce.ImmediateOrCancel }, OrderType.StopLimit, 44);
        venue.SendStop(Sells with { Flags = OrderFlags.PostOnlySlide, PriceTicks = 29 }, OrderType.StopLimit, 43);
        Assert.Equal(
            [
                "triggered 10 by LAST 43 at 48, price 30, open 1", "Sell 1@30 9/10",
                "triggered 11 by LAST 43 at 47, price 30, open 1", "Sell 1@30 9/11",
                "triggered 13 by LAST 43 at 45, price 30, open 1",
                "triggered 15 by LAST 43 at 43, price 29, open 1",
            ],
            venue.Trade(43)[2..8]);
        Assert.Equal(MarketState.Auction, venue.Plain().State);
        Assert.Equal(["CANCELLED 13 USER 1 after 0"], venue.Cancel(Traders.Bob, 13).Brief());
        Assert.Equal(["CANCELLED 15 USER 1 after 0"], venue.Cancel(Traders.Bob, 15).Brief());

        // 30 was printed and tested: what waits fires when trading goes on, 44 being nearer to it
        Assert.Equal(
            [
                "triggered 14 by LAST 30 at 44, price 30, open 1", "Sell 1@30 9/14",
                "triggered 12 by LAST 30 at 46, price 41, open 1",
                "CANCELLED 12 IMMEDIATE_REMAINDER 1 after 0",
            ],
            venue.Continue().Brief());
    }

    [Theory]
    [InlineData(10, MarketState.Continuous)]
    [InlineData(9, MarketState.Auction)]
    public void A_price_too_far_from_where_the_command_began_starts_a_call(long cascadeTicks, MarketState expected)
    {
        var venue = Open();
        venue.Rule(rules => rules with { CascadeTicks = cascadeTicks });
        venue.Buy(Traders.Alice, 1, 40);
        venue.SendStop(Sells, OrderType.StopLimit, 48);
        venue.SendStop(Sells, OrderType.StopLimit, 47);
        Assert.Equal(2, venue.Trade(47).Only("triggered").Length);
        Assert.Equal(expected, venue.Plain().State);
    }

    [Fact]
    public void An_auction_price_is_where_the_distance_starts()
    {
        var venue = Open();
        venue.Rule(rules => rules with { CascadeTicks = 5 });
        venue.SendStop(Sells, OrderType.StopLimit, 48);
        venue.SendStop(Sells, OrderType.StopLimit, 47);
        venue.Buy(Traders.Alice, 1, 33);
        venue.Plain().State = MarketState.Auction;
        venue.Plain().Prices.LastTicks = 35;
        Assert.Equal(2, venue.Continue().Brief().Only("triggered").Length);
        Assert.Equal(MarketState.Continuous, venue.Plain().State);
    }

    [Fact]
    public void More_stops_than_the_queue_holds_are_a_cascade_of_the_nearest()
    {
        var venue = new Venue(Venue.SmallOptions) { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Deposit(Traders.Alice, 1_000);
        venue.Deposit(Traders.Bob, 1_000_000);
        venue.Deposit(Traders.Carol, 1_000);
        venue.Rule(rules => rules with { MaxCascade = 4_096 });
        venue.Trade(50);
        for (var index = 0; index < Limits.MaxFillsPerCommand; index++)
        {
            venue.SendStop(Sells, OrderType.StopLimit, 40);
        }

        var last = venue.SendStop(Sells, OrderType.StopLimit, 41).Brief()[0].Split(' ')[1];
        var lines = venue.Trade(40);
        Assert.Equal(MarketState.Auction, venue.Plain().State);
        Assert.Equal(Limits.MaxFillsPerCommand, lines.Only("triggered").Length);
        Assert.StartsWith($"triggered {last} ", lines[2], StringComparison.Ordinal);
        Assert.Single(venue.Continue().Brief().Only("triggered"));
        venue.Engine.Audit();
    }

    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Trade(50);
        return venue;
    }
}
