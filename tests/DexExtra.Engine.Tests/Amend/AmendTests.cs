using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Amend;

public sealed class AmendTests
{
    private const long Id = 7;
    private const ulong FarExpiry = 4_000_000_000;

    [Fact]
    [Trait("rule", "C1")]
    [Trait("rule", "C2")]
    public void Less_quantity_keeps_the_place_and_frees_its_hold()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        venue.Buy(Bob, 10, 50);

        Assert.Equal(
            [
                "alice.3 amended 7 to 4@50, expiry 4000000000, version 1, open 4 after 0, keeps its place, "
                    + "hold 208, has 9792+208",
                "level 1 #3 Buy 50: 14 in 2",
            ],
            venue.Amend(Alice, Id, lots: 4));
        Assert.Equal([Id, 8], Queue(venue, Side.Buy));
    }

    [Fact]
    [Trait("rule", "C1")]
    public void More_quantity_goes_to_the_tail()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        venue.Buy(Bob, 10, 50);
        venue.Amend(Alice, Id, lots: 4);

        Assert.Equal(
            "alice.4 amended 7 to 9@50, expiry 4000000000, version 1, open 9 after 0, loses its place, "
                + "hold 468, has 9532+468",
            venue.Amend(Alice, Id, lots: 9)[0]);
        Assert.Equal([8, Id], Queue(venue, Side.Buy));
    }

    [Fact]
    [Trait("rule", "C1")]
    [Trait("rule", "O-GTDX")]
    public void A_new_expiry_keeps_the_place_and_counts()
    {
        var venue = Venue.Open();
        var now = (ulong)(Venue.StartNs / Limits.NsPerSecond);
        venue.Buy(Alice, 10, 50);
        venue.Buy(Bob, 10, 50);

        Assert.Contains("keeps its place", venue.Amend(Alice, Id, expiry: now + 5)[0], StringComparison.Ordinal);
        Assert.Equal([Id, 8], Queue(venue, Side.Buy));
        venue.NowNs += 5 * Limits.NsPerSecond;
        Assert.StartsWith("alice.4 EXPIRED 7", venue.Tick()[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "C3")]
    public void A_price_that_crosses_takes_after_the_amend()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        venue.Amend(Alice, Id, ticks: 40);
        venue.Sell(Bob, 4, 45);

        var events = venue.Amend(Alice, Id, ticks: 46);

        Assert.StartsWith("alice.4 amended 7 to 10@46", events[0], StringComparison.Ordinal);
        Assert.Contains("loses its place, hold 480", events[0], StringComparison.Ordinal);
        Assert.StartsWith("trade 1 #5 Buy 4@45", events[1], StringComparison.Ordinal);
        Assert.Equal("level 1 #8 Buy 46: 6 in 1", events[^1]);
    }

    [Fact]
    [Trait("rule", "C2")]
    public void The_new_total_counts_what_has_filled()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        venue.Sell(Bob, 4, 50);

        Assert.Contains("to 7@50", venue.Amend(Alice, Id, lots: 7)[0], StringComparison.Ordinal);
        Assert.Contains("open 2 after 4", venue.Amend(Alice, Id, lots: 6)[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "alice.6 CANCELLED 7 AMENDED_BELOW_FILLED 2 after 4", venue.Amend(Alice, Id, lots: 4)[0],
            StringComparison.Ordinal);
        Assert.Equal(["alice.7 amend of 7 rejected TOO_LATE_CANCELLED"], venue.Amend(Alice, Id, lots: 9));
    }

    [Theory]
    [InlineData(11, null, null)]
    [InlineData(null, 51, null)]
    [InlineData(null, null, FarExpiry + 1)]
    [Trait("rule", "C4")]
    public void The_signature_is_the_envelope(int? lots, int? ticks, ulong? expiry)
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);

        Assert.Equal(
            ["alice.3 amend of 7 rejected OUTSIDE_SIGNED_ORDER"],
            venue.Amend(Alice, Id, lots, ticks, expiry: expiry));
    }

    [Fact]
    [Trait("rule", "C4")]
    public void A_sell_may_not_go_below_its_signed_price()
    {
        var venue = Venue.Open();
        venue.Sell(Alice, 10, 50);

        Assert.Equal(["alice.3 amend of 7 rejected OUTSIDE_SIGNED_ORDER"], venue.Amend(Alice, Id, ticks: 49));
        Assert.Contains("amended 7 to 10@51", venue.Amend(Alice, Id, ticks: 51)[0], StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(0, null, null, "QUANTITY_OUT_OF_RANGE")]
    [InlineData(1_001, null, null, "QUANTITY_OUT_OF_RANGE")]
    [InlineData(null, -1, null, "PRICE_OUT_OF_BOUNDS")]
    [InlineData(null, null, 1_700_000_000UL, "EXPIRED_ON_ENTRY")]
    [Trait("rule", "C3")]
    public void What_a_new_order_may_not_be_an_amend_may_not_either(
        int? lots, int? ticks, ulong? expiry, string reason)
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        var before = venue.Engine.View.Balance(Alice, TestMarkets.AssetId);

        Assert.Equal([$"alice.3 amend of 7 rejected {reason}"], venue.Amend(Alice, Id, lots, ticks, expiry: expiry));
        Assert.Equal(before, venue.Engine.View.Balance(Alice, TestMarkets.AssetId));
    }

    [Fact]
    [Trait("rule", "C3")]
    public void Off_grid_values_are_refused()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        var request = new AmendOrder { Account = Alice, OrderId = Id, Fields = AmendFields.Quantity, Quantity = 1 };
        Assert.Equal(
            ["alice.3 amend of 7 rejected QUANTITY_OFF_LOT"], venue.Apply(CommandType.AmendOrder, request));
        request.Fields = AmendFields.LimitPrice;
        request.LimitPrice = 1;
        Assert.Equal(["alice.4 amend of 7 rejected PRICE_OFF_TICK"], venue.Apply(CommandType.AmendOrder, request));
        request.Fields = AmendFields.None;
        Assert.Equal(
            ["alice.5 amend of 7 rejected INVALID_INSTRUCTIONS"], venue.Apply(CommandType.AmendOrder, request));
        request.Fields = (AmendFields)16;
        Assert.Equal(
            ["alice.6 amend of 7 rejected INVALID_INSTRUCTIONS"], venue.Apply(CommandType.AmendOrder, request));
    }

    [Fact]
    [Trait("rule", "C3")]
    public void More_than_there_is_money_for_is_refused()
    {
        var venue = Venue.Open();
        venue.Deposit(Of(7), 520);
        venue.Buy(Of(7), 10, 50);
        venue.Amend(Of(7), 8, lots: 5);
        venue.Buy(Of(7), 1, 20);

        var events = venue.Amend(Of(7), 8, lots: 10);

        Assert.EndsWith("amend of 8 rejected INSUFFICIENT_FUNDS", events[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "C5")]
    public void Unknown_and_foreign_orders_are_unknown()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);

        Assert.Equal(["bob.2 amend of 0 rejected UNKNOWN_ORDER"], venue.Amend(Bob, Id, lots: 5));
        Assert.Equal(["nobody.0 amend of 0 rejected UNKNOWN_ORDER"], venue.Amend(Nobody, Id, lots: 5));
        Assert.Equal(["alice.3 amend of 0 rejected UNKNOWN_ORDER"], venue.Amend(Alice, 99, lots: 5));
    }

    [Theory]
    [InlineData(OrderFlags.PostOnly)]
    [InlineData(OrderFlags.PostOnlySlide)]
    [Trait("rule", "I-PO-1")]
    public void A_post_only_order_may_not_be_amended_into_a_trade(OrderFlags flags)
    {
        var venue = Venue.Open();
        venue.Send(new OrderTicket(Alice, Side.Buy, 10, 50) { Flags = flags });
        venue.Amend(Alice, Id, ticks: 40);
        venue.Sell(Bob, 4, 45);

        Assert.Equal(["alice.4 amend of 7 rejected POST_ONLY_WOULD_CROSS"], venue.Amend(Alice, Id, ticks: 45));
        Assert.Contains("amended", venue.Amend(Alice, Id, ticks: 44)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "I-ICE-2")]
    public void An_iceberg_grows_and_shrinks_in_its_reserve()
    {
        var venue = Venue.Open();
        venue.SendIceberg(new OrderTicket(Alice, Side.Buy, 20, 50), 5);
        venue.Buy(Bob, 1, 50);

        var events = venue.Amend(Alice, Id, lots: 12);
        Assert.Contains("to 12@50 showing 5", events[0], StringComparison.Ordinal);
        Assert.Contains("keeps its place", venue.Amend(Alice, Id, lots: 18)[0], StringComparison.Ordinal);
        Assert.Equal([Id, 8], Queue(venue, Side.Buy));
        Assert.Contains("showing 3", venue.Amend(Alice, Id, display: 3)[0], StringComparison.Ordinal);

        // the present slice stays, the next one is smaller
        events = venue.Sell(Carol, 5, 50);
        Assert.Equal("level 1 #4 Buy 50: 4 in 2", events[^1]);
        Assert.Equal(
            ["alice.7 amend of 7 rejected DISPLAY_QUANTITY_INVALID"], venue.Amend(Alice, Id, display: 19));
        Assert.Equal(["bob.3 amend of 8 rejected NOT_AMENDABLE"], venue.Amend(Bob, 8, display: 1));
    }

    [Fact]
    [Trait("rule", "T12")]
    public void The_quantity_of_an_oco_changes_on_both_legs()
    {
        var venue = Venue.Open();
        venue.SendPair(ListKind.OneCancelsOther, Alice);

        var events = venue.Amend(Alice, Id, lots: 6);

        Assert.StartsWith("alice.4 amended 7 to 6@60", events[0], StringComparison.Ordinal);
        Assert.StartsWith(
            $"alice.5 amended {ListOrders.LegId(7, 1)} to 6@30", events[1], StringComparison.Ordinal);
        Assert.EndsWith("hold 432, has 9316+684", events[1], StringComparison.Ordinal);
        Assert.Equal(
            ["alice.6 amend of 7 rejected OUTSIDE_SIGNED_ORDER"],
            venue.Amend(Alice, Id, lots: 11));
    }

    [Fact]
    [Trait("rule", "T14")]
    public void The_quantity_of_a_family_stays_and_dormant_children_too()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOco, Alice);

        Assert.Equal(["alice.5 amend of 7 rejected NOT_AMENDABLE"], venue.Amend(Alice, 7, lots: 5));
        Assert.Contains("amended 7 to 10@45", venue.Amend(Alice, 7, ticks: 45)[0], StringComparison.Ordinal);
        var child = ListOrders.LegId(7, 1);
        Assert.Equal([$"alice.7 amend of {child} rejected NOT_AMENDABLE"], venue.Amend(Alice, child, ticks: 65));
    }

    [Fact]
    [Trait("rule", "C1")]
    public void A_waiting_stop_is_amended_where_it_waits()
    {
        var venue = Venue.Open();
        venue.Apply(CommandType.NewOrder, venue.Stop(
            new OrderTicket(Alice, Side.Sell, 10, 30) { Type = OrderType.StopLimit }, 40));

        Assert.EndsWith("hold 310, has 9690+310", venue.Amend(Alice, Id, lots: 5, ticks: 40)[0], StringComparison.Ordinal);
        Assert.Equal(["alice.4 amend of 7 rejected BAD_STOP_LIMIT"], venue.Amend(Alice, Id, ticks: 41));
        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "C6")]
    public void A_locked_account_may_not_amend()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        venue.MassCancel(new MassCancel
        {
            Account = Alice,
            Filters = MassCancelFilters.Lock | MassCancelFilters.ExceptResting,
        });

        Assert.Equal(["alice.5 amend of 7 rejected ACCOUNT_LOCKED"], venue.Amend(Alice, Id, lots: 5));
    }

    [Theory]
    [InlineData(MarketState.CancelOnly, 5, null, true)]
    [InlineData(MarketState.CancelOnly, null, 45, false)]
    [InlineData(MarketState.Halted, 5, null, false)]
    [InlineData(MarketState.Auction, null, 45, true)]
    [InlineData(MarketState.PostOnly, 5, null, false)]
    [Trait("rule", "B8")]
    public void The_state_of_the_market_decides(MarketState marketState, int? lots, int? ticks, bool isTaken)
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 50);
        venue.Engine.State.Markets.Find(TestMarkets.Plain)!.State = marketState;

        Assert.StartsWith(
            isTaken ? "alice.3 amended 7" : "alice.3 amend of 7 rejected MARKET_STATE_FORBIDS",
            venue.Amend(Alice, Id, lots, ticks)[0],
            StringComparison.Ordinal);
    }

    private static IEnumerable<long> Queue(Venue venue, Side side)
    {
        var orders = new Inspection.BookOrder[8];
        var count = venue.Engine.View.CopyOrders(TestMarkets.Plain, side, orders);
        return orders.Take(count).Select(order => order.OrderId);
    }
}
