using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

public sealed class ImmediateTests
{
    private static readonly OrderTicket Taker = new(Alice, Side.Buy, 10, 45)
    {
        TimeInForce = TimeInForce.ImmediateOrCancel,
    };

    [Fact]
    [Trait("rule", "O-IOC")]
    public void An_immediate_order_trades_what_it_can_and_cancels_the_rest()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);

        Assert.Equal(
            [
                "alice.2 accepted 8, hold 470, has 9530+470",
                "trade 1 #2 Buy 4@40, pool 400; "
                    + "buy alice.3 8 cum 4 leaves 6 fee 8 cash -160 has 9550+282 pos 4 cost 160 pnl 0; "
                    + "sell bob.3 7 cum 4 leaves 0 fee 4 cash -240 has 9756+0 pos -4 cost -160 pnl 0",
                "alice.4 CANCELLED 8 IMMEDIATE_REMAINDER 6 after 4, released 282, has 9832+0",
                "level 1 #3 Sell 40: 0 in 0",
            ],
            venue.Send(Taker));
    }

    [Fact]
    [Trait("rule", "O-IOC")]
    public void An_immediate_order_that_meets_nothing_is_accepted_and_cancelled()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 46);

        Assert.Equal(
            [
                "alice.2 accepted 8, hold 470, has 9530+470",
                "alice.3 CANCELLED 8 IMMEDIATE_REMAINDER 10 after 0, released 470, has 10000+0",
            ],
            venue.Send(Taker));
    }

    [Fact]
    [Trait("rule", "O-FOK")]
    public void A_fill_or_kill_order_fills_completely_over_several_levels()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);
        venue.Sell(Carol, 7, 45);

        var events = venue.Send(Taker with { TimeInForce = TimeInForce.FillOrKill });

        Assert.Equal(5, events.Length);
        Assert.StartsWith("trade 1 #3 Buy 4@40", events[1], StringComparison.Ordinal);
        Assert.StartsWith("trade 2 #4 Buy 6@45", events[2], StringComparison.Ordinal);
        Assert.Equal(["level 1 #5 Sell 40: 0 in 0", "level 1 #6 Sell 45: 1 in 1"], events[3..]);
    }

    [Fact]
    [Trait("rule", "O-FOK")]
    public void A_fill_or_kill_order_one_lot_short_changes_nothing_but_its_nonce()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);
        venue.Sell(Carol, 5, 45);
        venue.Sell(Carol, 5, 46);

        var ticket = venue.Number(Taker with { TimeInForce = TimeInForce.FillOrKill });
        Assert.Equal(["alice.2 rejected FOK_NOT_FILLABLE"], venue.Send(ticket));
        Assert.Equal(["alice.3 rejected NONCE_REUSED"], venue.Send(ticket with { ClientOrderId = 99 }));
        Assert.Equal(3, venue.Engine.View.OpenOrders);
        Assert.Equal(0, venue.Engine.View.Balance(Alice, TestMarkets.AssetId).Held);
    }

    [Fact]
    [Trait("rule", "O-MKT")]
    public void A_market_order_without_opposite_side_is_refused()
    {
        var venue = Venue.Open();

        Assert.Equal(["alice.2 rejected NO_LIQUIDITY"], venue.Send(Taker with { Type = OrderType.Market }));
    }

    [Theory]
    [Trait("rule", "O-MKT")]
    [InlineData(100, 46, "47")]
    [InlineData(44, 44, "46")]
    public void A_market_buy_goes_no_further_than_the_tighter_of_signed_price_and_protection(
        long signedTicks, long worstTicks, string untouched)
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 1, 41);
        venue.Sell(Bob, 1, 44);
        venue.Sell(Bob, 1, 46);
        venue.Sell(Bob, 1, 47);

        var events = venue.Send(Taker with { Type = OrderType.Market, PriceTicks = signedTicks });

        // held at the worst price it can trade at: 10 × (worst + 2)
        var at = worstTicks == signedTicks ? string.Empty : $" at {worstTicks}";
        var accepted = $"alice.2 accepted 11{at}, hold {10 * (worstTicks + 2)},";
        Assert.StartsWith(accepted, events[0], StringComparison.Ordinal);
        Assert.Contains(events, e => e.Contains("IMMEDIATE_REMAINDER", StringComparison.Ordinal));
        Assert.DoesNotContain(events, e => e.Contains($"@{untouched}", StringComparison.Ordinal));
        Assert.Contains(events, e => e.Contains("1@44", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "O-MKT")]
    public void Protection_never_reaches_beyond_the_floor()
    {
        var venue = Venue.Open();
        venue.Buy(Bob, 1, 2);

        var events = venue.Send(Taker with { Type = OrderType.Market, Side = Side.Sell, PriceTicks = 0, Lots = 1 });

        // cap − floor = 100 and the fee
        Assert.StartsWith("alice.2 accepted 8, hold 102,", events[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "O-MKT")]
    public void A_market_order_whose_signed_price_crosses_nothing_is_cancelled_whole()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 1, 41);

        Assert.Equal(
            [
                "alice.2 accepted 8, hold 420, has 9580+420",
                "alice.3 CANCELLED 8 IMMEDIATE_REMAINDER 10 after 0, released 420, has 10000+0",
            ],
            venue.Send(Taker with { Type = OrderType.Market, PriceTicks = 40 }));
    }
}
