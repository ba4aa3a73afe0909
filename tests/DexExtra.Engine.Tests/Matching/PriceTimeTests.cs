using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

[Trait("rule", "O-LIMIT")]
public sealed class PriceTimeTests
{
    [Fact]
    public void A_resting_order_places_its_hold_and_changes_its_level()
    {
        var venue = Venue.Open();

        // hold of a buy: lots × (price − floor + worst fee); of a sell: lots × (cap − price + worst fee)
        Assert.Equal(
            ["alice.2 accepted 7, hold 420, has 9580+420", "level 1 #1 Buy 40: 10 in 1"],
            venue.Buy(Alice, 10, 40));
        Assert.Equal(
            ["bob.2 accepted 8, hold 550, has 9450+550", "level 1 #2 Sell 47: 10 in 1"],
            venue.Sell(Bob, 10, 47));
    }

    [Fact]
    public void An_incoming_order_trades_at_the_resting_price_and_keeps_the_improvement()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 10, 40);

        // alice held 10 × (45 + 2) = 470, pays 10 × 40 and 10 × 2: 50 come back at once
        Assert.Equal(
            [
                "alice.2 accepted 8, hold 470, has 9530+470",
                "trade 1 #2 Buy 10@40, pool 1000; "
                    + "buy alice.3 8 cum 10 leaves 0 fee 20 cash -400 has 9580+0 pos 10 cost 400 pnl 0; "
                    + "sell bob.3 7 cum 10 leaves 0 fee 10 cash -600 has 9390+0 pos -10 cost -400 pnl 0",
                "level 1 #3 Sell 40: 0 in 0",
            ],
            venue.Buy(Alice, 10, 45));
    }

    [Fact]
    public void Better_prices_trade_first_then_older_orders()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 1, 42);
        venue.Sell(Carol, 1, 41);
        venue.Sell(Carol, 1, 42);
        venue.Sell(Bob, 1, 41);

        var events = venue.Buy(Alice, 4, 42);

        Assert.Equal(
            ["Buy 1@41 carol 8", "Buy 1@41 bob 10", "Buy 1@42 bob 7", "Buy 1@42 carol 9"],
            events.Where(e => e.StartsWith("trade", StringComparison.Ordinal)).Select(Makers));
        Assert.Equal(
            ["level 1 #9 Sell 41: 0 in 0", "level 1 #10 Sell 42: 0 in 0"],
            events.TakeLast(2));
    }

    [Fact]
    public void The_remainder_of_a_crossing_order_rests_at_its_own_limit_and_each_level_is_published_once()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 3, 40);
        venue.Sell(Bob, 3, 40);

        Assert.Equal(
            [
                "alice.2 accepted 9, hold 470, has 9530+470",
                "trade 1 #3 Buy 3@40, pool 300; "
                    + "buy alice.3 9 cum 3 leaves 7 fee 6 cash -120 has 9545+329 pos 3 cost 120 pnl 0; "
                    + "sell bob.4 7 cum 3 leaves 0 fee 3 cash -180 has 9631+186 pos -3 cost -120 pnl 0",
                "trade 2 #4 Buy 3@40, pool 600; "
                    + "buy alice.4 9 cum 6 leaves 4 fee 6 cash -120 has 9560+188 pos 6 cost 240 pnl 0; "
                    + "sell bob.5 8 cum 3 leaves 0 fee 3 cash -180 has 9634+0 pos -6 cost -240 pnl 0",
                "level 1 #5 Sell 40: 0 in 0",
                "level 1 #6 Buy 45: 4 in 1",
            ],
            venue.Buy(Alice, 10, 45));
    }

    [Fact]
    public void A_partly_filled_resting_order_keeps_its_place()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 5, 40);
        venue.Sell(Carol, 5, 40);
        venue.Buy(Alice, 2, 40);

        var events = venue.Buy(Alice, 4, 40);

        Assert.Equal(
            ["Buy 3@40 bob 7", "Buy 1@40 carol 8"],
            events.Where(e => e.StartsWith("trade", StringComparison.Ordinal)).Select(Makers));
        Assert.Equal("level 1 #7 Sell 40: 4 in 1", events[^1]);
    }

    [Fact]
    [Trait("rule", "G6")]
    public void Zero_and_negative_prices_trade_like_any_other()
    {
        var venue = Venue.Open();
        var sell = new OrderTicket(Bob, Side.Sell, 2, -10) { Terms = TestMarkets.NegativeTerms };
        venue.Send(sell);
        venue.Send(sell with { PriceTicks = 0 });

        // tick value 3: a buy at −10 pays 40 ticks down to the floor of −50
        Assert.Equal(
            [
                "alice.2 accepted 9, hold 600, has 9400+600",
                "trade 1 #3 Buy 2@-10, pool 600; "
                    + "buy alice.3 9 cum 2 leaves 2 fee 0 cash -240 has 9460+300 pos 2 cost -60 pnl 0; "
                    + "sell bob.4 7 cum 2 leaves 0 fee 0 cash -360 has 9340+300 pos -2 cost 60 pnl 0",
                "trade 2 #4 Buy 2@0, pool 1200; "
                    + "buy alice.4 9 cum 4 leaves 0 fee 0 cash -300 has 9460+0 pos 4 cost -60 pnl 0; "
                    + "sell bob.5 8 cum 2 leaves 0 fee 0 cash -300 has 9340+0 pos -4 cost 60 pnl 0",
                "level 2 #5 Sell -10: 0 in 0",
                "level 2 #6 Sell 0: 0 in 0",
            ],
            venue.Send(sell with { Account = Alice, Side = Side.Buy, Lots = 4, PriceTicks = 0 }));
    }

    /// <summary>Price, quantity and the resting side of a trade line.</summary>
    private static string Makers(string trade)
    {
        var words = trade.Split(' ');
        var resting = trade[(trade.IndexOf("sell ", StringComparison.Ordinal) + 5)..].Split(' ');
        return $"{words[3]} {words[4].TrimEnd(',')} {resting[0].Split('.')[0]} {resting[1]}";
    }
}
