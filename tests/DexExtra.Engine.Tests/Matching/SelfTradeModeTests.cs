using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

/// <summary>S2 in the modes other than CANCEL_NEWEST, S3 with them, S4 in all.</summary>
[Trait("rule", "S2")]
[Trait("rule", "S4")]
public sealed class SelfTradeModeTests
{
    [Fact]
    public void Cancel_oldest_removes_the_own_orders_and_goes_on()
    {
        var venue = WithOwnOrderInFront();

        Assert.Equal(
            [
                "alice.3 accepted 9, hold 215, has 9661+339",
                "prevented CANCEL_OLDEST 1 Buy 2@40, taker alice.4 9, maker alice.4 7",
                "alice.5 STOPPED 7 SELF_TRADE 2 after 0, released 124, has 9785+215",
                "trade 1 #3 Buy 4@41, pool 400; "
                    + "buy alice.6 9 cum 4 leaves 1 fee 8 cash -164 has 9785+43 pos 4 cost 164 pnl 0; "
                    + "sell bob.3 8 cum 4 leaves 0 fee 4 cash -236 has 9760+0 pos -4 cost -164 pnl 0",
                "level 1 #4 Sell 40: 0 in 0",
                "level 1 #5 Sell 41: 0 in 0",
                "level 1 #6 Buy 41: 1 in 1",
            ],
            venue.Send(Taker(OrderFlags.CancelOldest)));
    }

    [Fact]
    public void Cancel_both_removes_the_own_order_and_ends_the_incoming_one()
    {
        var venue = WithOwnOrderInFront();

        Assert.Equal(
            [
                "alice.3 accepted 9, hold 215, has 9661+339",
                "prevented CANCEL_BOTH 1 Buy 2@40, taker alice.4 9, maker alice.4 7",
                "alice.5 STOPPED 7 SELF_TRADE 2 after 0, released 124, has 9785+215",
                "alice.6 STOPPED 9 SELF_TRADE 5 after 0, released 215, has 10000+0",
                "level 1 #3 Sell 40: 0 in 0",
            ],
            venue.Send(Taker(OrderFlags.CancelBoth)));
    }

    [Fact]
    public void Decrement_takes_the_overlap_from_both_and_cancels_the_smaller()
    {
        var venue = WithOwnOrderInFront();

        Assert.Equal(
            [
                "alice.3 accepted 9, hold 215, has 9661+339",
                "prevented DECREMENT 1 Buy 2@40, taker alice.4 9, maker alice.4 7",
                "alice.5 STOPPED 7 SELF_TRADE 2 after 0, released 124, has 9785+215",
                "alice.6 reduced 9 SELF_TRADE by 2 to 3 after 0, released 86, has 9871+129",
                "trade 1 #3 Buy 3@41, pool 300; "
                    + "buy alice.7 9 cum 3 leaves 0 fee 6 cash -123 has 9871+0 pos 3 cost 123 pnl 0; "
                    + "sell bob.3 8 cum 3 leaves 1 fee 3 cash -177 has 9759+61 pos -3 cost -123 pnl 0",
                "level 1 #4 Sell 40: 0 in 0",
                "level 1 #5 Sell 41: 1 in 1",
            ],
            venue.Send(Taker(OrderFlags.Decrement)));
    }

    [Fact]
    public void Decrement_reduces_a_larger_resting_order_in_its_place()
    {
        var venue = Venue.Open();
        venue.Sell(Alice, 6, 40);
        venue.Sell(Bob, 1, 40);

        Assert.Equal(
            [
                "alice.3 accepted 9, hold 215, has 9413+587",
                "prevented DECREMENT 1 Buy 5@40, taker alice.4 9, maker alice.4 7",
                "alice.5 reduced 7 SELF_TRADE by 5 to 1 after 0, released 310, has 9723+277",
                "alice.6 STOPPED 9 SELF_TRADE 5 after 0, released 215, has 9938+62",
                "level 1 #3 Sell 40: 2 in 2",
            ],
            venue.Send(Taker(OrderFlags.Decrement)));
        Assert.Contains("sell alice.7 7 cum 1 leaves 0", venue.Buy(Carol, 1, 40)[1], StringComparison.Ordinal);
    }

    [Fact]
    public void Decrement_of_equals_cancels_both()
    {
        var venue = Venue.Open();
        venue.Sell(Alice, 5, 40);

        var events = venue.Send(Taker(OrderFlags.Decrement));

        Assert.StartsWith("alice.5 STOPPED 7 SELF_TRADE 5 after 0", events[2], StringComparison.Ordinal);
        Assert.StartsWith("alice.6 STOPPED 8 SELF_TRADE 5 after 0", events[3], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "C5")]
    public void A_reduced_order_is_cancelled_and_repeated_with_what_is_left()
    {
        var venue = Venue.Open();
        venue.Sell(Alice, 6, 40);
        venue.Send(Taker(OrderFlags.Decrement));
        var repeat = new OrderTicket(Alice, Side.Sell, 6, 40) { ClientOrderId = 1, Nonce = 1, Hash = 1 };

        Assert.Equal(["alice.7 order 7 is NEW 0/6 open 1"], venue.Apply(CommandType.NewOrder, repeat.ToCommand()));
        Assert.Equal(
            ["alice.8 CANCELLED 7 USER 1 after 0, released 62, has 10000+0", "level 1 #3 Sell 40: 0 in 0"],
            venue.Cancel(Alice, 7));
    }

    [Fact]
    [Trait("rule", "S1")]
    public void Another_subaccount_is_told_in_its_own_stream()
    {
        var venue = Venue.Open();
        venue.Deposit(AliceTwo, 1_000);
        venue.Sell(AliceTwo, 2, 40);

        var events = venue.Send(Taker(OrderFlags.CancelOldest));

        Assert.Equal("prevented CANCEL_OLDEST 1 Buy 2@40, taker alice.3 9, maker alice/2.3 8", events[1]);
        Assert.StartsWith("alice/2.4 STOPPED 8 SELF_TRADE 2", events[2], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(OrderFlags.CancelOldest, 4, true)]
    [InlineData(OrderFlags.CancelOldest, 5, false)]
    [InlineData(OrderFlags.CancelBoth, 4, false)]
    [InlineData(OrderFlags.Decrement, 2, false)]
    [InlineData(OrderFlags.None, 2, false)]
    [Trait("rule", "S3")]
    public void Fill_or_kill_passes_over_own_orders_with_cancel_oldest_only(OrderFlags mode, long lots, bool fills)
    {
        var venue = WithOwnOrderInFront();

        var events = venue.Send(Taker(mode) with { Lots = lots, TimeInForce = TimeInForce.FillOrKill });

        var refusal = mode == OrderFlags.CancelOldest ? "FOK_NOT_FILLABLE" : "SELF_TRADE";
        Assert.Equal(!fills, events[0] == $"alice.3 rejected {refusal}");
        Assert.Equal(fills ? 0 : 2, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "S3")]
    public void Own_orders_behind_the_required_quantity_stay()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 4, 40);
        venue.Sell(Alice, 2, 41);

        venue.Send(Taker(OrderFlags.CancelOldest) with { Lots = 4, TimeInForce = TimeInForce.FillOrKill });

        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "S2")]
    public void The_resting_orders_own_mode_does_not_matter()
    {
        var venue = Venue.Open();
        venue.Send(new OrderTicket(Alice, Side.Sell, 2, 40) { Flags = OrderFlags.CancelOldest });

        var events = venue.Buy(Alice, 2, 40);

        Assert.StartsWith("alice.5 STOPPED 8 SELF_TRADE 2", events[2], StringComparison.Ordinal);
        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }

    [Fact]
    public void A_prevented_match_needs_no_room_in_the_settlement_window()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxUnsettledMatches = 1 });
        venue.Sell(Alice, 1, 40);
        venue.Sell(Alice, 1, 40);
        venue.Sell(Bob, 1, 40);

        var events = venue.Send(Taker(OrderFlags.CancelOldest) with { Lots = 1 });

        Assert.Contains(events, line => line.StartsWith("trade 1", StringComparison.Ordinal));
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    /// <summary>Five lots up to 41.</summary>
    private static OrderTicket Taker(OrderFlags mode) => new(Alice, Side.Buy, 5, 41) { Flags = mode };

    /// <summary>Alice sells 2 at 40, Bob 4 at 41.</summary>
    private static Venue WithOwnOrderInFront()
    {
        var venue = Venue.Open();
        venue.Sell(Alice, 2, 40);
        venue.Sell(Bob, 4, 41);
        return venue;
    }
}
