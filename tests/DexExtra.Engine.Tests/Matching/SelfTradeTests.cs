using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

public sealed class SelfTradeTests
{
    [Fact]
    [Trait("rule", "S2")]
    public void The_newest_order_is_stopped_at_the_first_own_order_and_earlier_fills_stand()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 2, 40);
        venue.Sell(Alice, 2, 41);
        venue.Sell(Bob, 2, 41);

        Assert.Equal(
            [
                "alice.3 accepted 10, hold 258, has 9620+380",
                "trade 1 #4 Buy 2@40, pool 200; "
                    + "buy alice.4 10 cum 2 leaves 4 fee 4 cash -80 has 9622+294 pos 2 cost 80 pnl 0; "
                    + "sell bob.4 7 cum 2 leaves 0 fee 2 cash -120 has 9756+122 pos -2 cost -80 pnl 0",
                "prevented CANCEL_NEWEST 1 Buy 2@41, taker alice.5 10, maker alice.5 8",
                "alice.6 STOPPED 10 SELF_TRADE 4 after 2, released 172, has 9794+122",
                "level 1 #5 Sell 40: 0 in 0",
            ],
            venue.Buy(Alice, 6, 41));
    }

    [Fact]
    [Trait("rule", "S1")]
    public void Subaccounts_of_one_owner_never_trade_with_each_other()
    {
        var venue = Venue.Open();
        venue.Deposit(AliceTwo, 1_000);
        venue.Sell(AliceTwo, 2, 40);

        Assert.Equal(
            [
                "alice.2 accepted 9, hold 84, has 9916+84",
                "prevented CANCEL_NEWEST 1 Buy 2@40, taker alice.3 9, maker alice/2.3 8",
                "alice.4 STOPPED 9 SELF_TRADE 2 after 0, released 84, has 10000+0",
            ],
            venue.Buy(Alice, 2, 40));
    }

    [Fact]
    [Trait("rule", "S3")]
    public void Fill_or_kill_is_killed_when_an_own_order_comes_before_enough()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 2, 40);
        venue.Sell(Alice, 2, 41);
        venue.Sell(Bob, 9, 41);
        var ticket = new OrderTicket(Alice, Side.Buy, 3, 41) { TimeInForce = TimeInForce.FillOrKill };

        Assert.Equal(["alice.3 rejected SELF_TRADE"], venue.Send(ticket));
        Assert.Equal(3, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "S3")]
    public void Fill_or_kill_fills_when_there_is_enough_before_the_own_order()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 3, 40);
        venue.Sell(Alice, 2, 41);
        var ticket = new OrderTicket(Alice, Side.Buy, 3, 41) { TimeInForce = TimeInForce.FillOrKill };

        var events = venue.Send(ticket);

        Assert.StartsWith("trade 1 #3 Buy 3@40", events[1], StringComparison.Ordinal);
        Assert.Equal("level 1 #4 Sell 40: 0 in 0", events[^1]);
    }
}
