using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

public sealed class PostOnlyTests
{
    private static OrderTicket PostOnly(Side side, long ticks) =>
        new(Alice, side, 2, ticks) { Flags = OrderFlags.PostOnly };

    private static OrderTicket Slide(Side side, long ticks) =>
        new(Alice, side, 2, ticks) { Flags = OrderFlags.PostOnlySlide };

    [Theory]
    [InlineData(Side.Buy, 40, false)]
    [InlineData(Side.Buy, 39, true)]
    [InlineData(Side.Sell, 30, false)]
    [InlineData(Side.Sell, 31, true)]
    [Trait("rule", "I-PO-1")]
    public void Post_only_rests_or_is_refused_and_never_trades(Side side, long ticks, bool rests)
    {
        var venue = Quoted(Bob);

        var events = venue.Send(PostOnly(side, ticks));

        Assert.Equal(rests ? 2 : 1, events.Length);
        Assert.Equal(!rests, events[0] == "alice.2 rejected POST_ONLY_WOULD_CROSS");
        Assert.Equal(rests ? 3 : 2, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "I-PO-1")]
    public void An_own_order_counts_as_crossing()
    {
        var venue = Quoted(Alice);

        Assert.Equal(["alice.4 rejected POST_ONLY_WOULD_CROSS"], venue.Send(PostOnly(Side.Buy, 40)));
    }

    [Fact]
    [Trait("rule", "I-PO-2")]
    public void A_sliding_buy_rests_one_tick_below_the_best_ask_and_holds_for_that_price()
    {
        var venue = Quoted(Bob);

        Assert.Equal(
            [
                "alice.2 accepted 9 at 39, hold 82, has 9918+82",
                "level 1 #3 Buy 39: 2 in 1",
            ],
            venue.Send(Slide(Side.Buy, 55)));
    }

    [Fact]
    [Trait("rule", "I-PO-2")]
    public void A_sliding_sell_rests_one_tick_above_the_best_bid()
    {
        var venue = Quoted(Bob);

        Assert.Equal(
            [
                "alice.2 accepted 9 at 31, hold 142, has 9858+142",
                "level 1 #3 Sell 31: 2 in 1",
            ],
            venue.Send(Slide(Side.Sell, 30)));
    }

    [Fact]
    [Trait("rule", "I-PO-2")]
    public void A_price_that_does_not_cross_does_not_slide()
    {
        var venue = Quoted(Bob);

        Assert.Equal("level 1 #3 Buy 38: 2 in 1", venue.Send(Slide(Side.Buy, 38))[1]);
        Assert.Equal("level 1 #4 Sell 39: 2 in 1", venue.Send(Slide(Side.Sell, 39) with { Account = Carol })[1]);
    }

    [Fact]
    [Trait("rule", "I-PO-2")]
    public void An_order_slides_once_and_stays_when_the_best_price_leaves()
    {
        var venue = Quoted(Bob);
        venue.Send(Slide(Side.Buy, 55));

        Assert.Equal(
            ["bob.4 CANCELLED 7 USER 2 after 0, released 124, has 9936+64", "level 1 #4 Sell 40: 0 in 0"],
            venue.Cancel(Bob, 7));
        Assert.Equal("level 1 #5 Sell 41: 1 in 1", venue.Sell(Bob, 1, 41)[1]);
    }

    [Theory]
    [InlineData(Side.Buy, 0)]
    [InlineData(Side.Sell, 100)]
    [Trait("rule", "I-PO-2")]
    public void Where_no_tick_is_left_to_slide_to_the_order_is_refused(Side side, long bound)
    {
        var venue = Venue.Open();
        var opposite = side == Side.Buy ? Side.Sell : Side.Buy;
        venue.Send(new OrderTicket(Bob, opposite, 2, bound));

        Assert.Equal(["alice.2 rejected POST_ONLY_WOULD_CROSS"], venue.Send(Slide(side, 50)));
    }

    [Fact]
    [Trait("rule", "G6")]
    public void Sliding_knows_negative_prices()
    {
        var venue = Venue.Open();
        var terms = TestMarkets.NegativeTerms;
        venue.Send(new OrderTicket(Bob, Side.Sell, 1, -10) { Terms = terms });

        Assert.Equal("level 2 #2 Buy -11: 2 in 1", venue.Send(Slide(Side.Buy, 20) with { Terms = terms })[1]);
    }

    [Fact]
    [Trait("rule", "G2")]
    public void Funds_are_asked_before_post_only_and_the_nonce_is_spent_either_way()
    {
        var venue = Quoted(Bob);
        var ticket = PostOnly(Side.Buy, 40) with { Lots = 1_000, Nonce = 50 };

        Assert.Equal(["alice.2 rejected INSUFFICIENT_FUNDS"], venue.Send(ticket));
        Assert.Equal(["alice.3 rejected POST_ONLY_WOULD_CROSS"], venue.Send(ticket with { Lots = 2, Nonce = 51 }));
        Assert.Equal(["alice.4 rejected NONCE_REUSED"], venue.Send(ticket with { Lots = 2, Nonce = 51 }));
    }

    [Fact]
    [Trait("rule", "C9")]
    public void The_repeat_of_a_refused_post_only_order_gets_the_same_answer()
    {
        var venue = Quoted(Bob);
        var ticket = venue.Number(PostOnly(Side.Buy, 40));
        venue.Apply(CommandType.NewOrder, ticket.ToCommand());

        Assert.Equal(
            ["alice.3 order 0 is REJECTED POST_ONLY_WOULD_CROSS 0/2 open 0"],
            venue.Apply(CommandType.NewOrder, ticket.ToCommand()));
    }

    /// <summary>Best bid 30, best ask 40, two lots each.</summary>
    private static Venue Quoted(AccountId owner)
    {
        var venue = Venue.Open();
        venue.Sell(owner, 2, 40);
        venue.Buy(owner, 2, 30);
        return venue;
    }
}
