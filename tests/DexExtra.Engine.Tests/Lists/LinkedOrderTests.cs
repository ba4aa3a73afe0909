using DexExtra.Engine.Lists;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Lists;

public sealed class LinkedOrderTests
{
    [Fact]
    [Trait("rule", "T12")]
    public void A_fill_of_one_leg_cancels_the_other()
    {
        var venue = Venue.Open();
        venue.SendPair(ListKind.OneCancelsOther, Alice);

        var events = venue.Buy(Bob, 3, 60);

        Assert.StartsWith("trade 1", events[1], StringComparison.Ordinal);
        Assert.Equal(
            $"alice.5 STOPPED {ListOrders.LegId(7, 1)} LINKED_ORDER 10 after 0, released 720, has 9583+294", events[2]);
        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }

    [Theory]
    [InlineData(ListKind.OneCancelsOther)]
    [InlineData(ListKind.OneUpdatesOther)]
    [Trait("rule", "T12")]
    [Trait("rule", "T13")]
    public void The_end_of_one_leg_ends_the_other(ListKind kind)
    {
        var venue = Venue.Open();
        venue.SendPair(kind, Alice);

        var events = venue.Cancel(Alice, ListOrders.LegId(7, 1));

        Assert.StartsWith($"alice.4 CANCELLED {ListOrders.LegId(7, 1)} USER", events[0], StringComparison.Ordinal);
        Assert.StartsWith("alice.5 STOPPED 7 LINKED_ORDER 10", events[1], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "T13")]
    public void A_fill_takes_the_same_lots_out_of_the_other_leg()
    {
        var venue = Venue.Open();
        venue.SendPair(ListKind.OneUpdatesOther, Alice);

        var events = venue.Buy(Bob, 3, 60);
        Assert.Equal(
            $"alice.5 reduced {ListOrders.LegId(7, 1)} LINKED_ORDER by 3 to 7 after 0, released 216, has 9079+798",
            events[2]);

        events = venue.Buy(Bob, 7, 60);
        Assert.StartsWith(
            $"alice.7 STOPPED {ListOrders.LegId(7, 1)} LINKED_ORDER 7", events[2], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void Fills_of_the_parent_wake_its_children()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOuo, Alice);

        var events = venue.Sell(Bob, 4, 50);

        Assert.Equal(
            [
                $"alice.6 activated {ListOrders.LegId(7, 1)} NEW by 4 to 10, parent 7",
                $"shown {ListOrders.LegId(7, 1)} in 1 Sell 4@60",
                $"alice.7 activated {ListOrders.LegId(7, 2)} PENDING_TRIGGER by 4 to 10, parent 7",
                "level 1 #3 Buy 50: 6 in 1",
                "level 1 #4 Sell 60: 4 in 1",
            ],
            events[2..]);

        events = venue.Sell(Bob, 6, 50);

        Assert.Equal(
            [
                $"alice.9 activated {ListOrders.LegId(7, 1)} NEW by 6 to 10, parent 7",
                $"shown {ListOrders.LegId(7, 1)} in 1 Sell 10@60",
                $"alice.10 activated {ListOrders.LegId(7, 2)} PENDING_TRIGGER by 6 to 10, parent 7",
                "level 1 #6 Buy 50: 0 in 0",
                "level 1 #7 Sell 60: 10 in 1",
            ],
            events[2..]);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void More_lots_send_a_resting_child_to_the_tail()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOuo, Alice);
        venue.Sell(Bob, 4, 50);
        venue.Sell(Carol, 1, 60);
        venue.Sell(Bob, 1, 50);

        var orders = new Inspection.BookOrder[2];
        venue.Engine.View.CopyOrders(TestMarkets.Plain, Side.Sell, orders);

        Assert.Equal([9, ListOrders.LegId(7, 1)], orders.Select(order => order.OrderId));
        Assert.Equal(5, orders[1].LeavesLots);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void With_activate_on_full_children_wait_for_the_last_fill()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOuo, Alice, OrderFlags.ActivateOnFull);

        Assert.DoesNotContain(
            venue.Sell(Bob, 4, 50), line => line.Contains("activated", StringComparison.Ordinal));

        var events = venue.Sell(Bob, 6, 50);

        Assert.Equal($"alice.7 activated {ListOrders.LegId(7, 1)} NEW by 10 to 10, parent 7", events[2]);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void With_activate_on_full_an_ended_parent_wakes_what_it_filled()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOuo, Alice, OrderFlags.ActivateOnFull);
        venue.Sell(Bob, 4, 50);

        var events = venue.Cancel(Alice, 7);

        Assert.Equal(
            [
                $"alice.7 activated {ListOrders.LegId(7, 1)} NEW by 4 to 10, parent 7",
                $"shown {ListOrders.LegId(7, 1)} in 1 Sell 4@60",
                $"alice.8 reduced {ListOrders.LegId(7, 1)} PARENT_ENDED by 6 to 4 after 0, released 12, has 9768+28",
                $"alice.9 activated {ListOrders.LegId(7, 2)} PENDING_TRIGGER by 4 to 10, parent 7",
                $"alice.10 reduced {ListOrders.LegId(7, 2)} PARENT_ENDED by 6 to 4 after 0, released 12, has 9780+16",
            ],
            events[1..6]);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void An_ended_parent_ends_children_that_never_woke()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOco, Alice);

        var events = venue.Cancel(Alice, 7);

        Assert.Equal(
            [
                "alice.5 CANCELLED 7 USER 10 after 0, released 520, has 9960+40",
                $"alice.6 STOPPED {ListOrders.LegId(7, 1)} PARENT_ENDED 10 after 0, released 20, has 9980+20",
                $"alice.7 STOPPED {ListOrders.LegId(7, 2)} PARENT_ENDED 10 after 0, released 20, has 10000+0",
                "level 1 #2 Buy 50: 0 in 0",
            ],
            events);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void A_fill_of_a_child_cancels_the_open_parent_first()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOuo, Alice);
        venue.Sell(Bob, 4, 50);

        var events = venue.Buy(Bob, 3, 60);

        Assert.StartsWith("trade 2", events[1], StringComparison.Ordinal);
        Assert.StartsWith("alice.9 STOPPED 7 LINKED_ORDER 6", events[2], StringComparison.Ordinal);
        Assert.StartsWith(
            $"alice.10 reduced {ListOrders.LegId(7, 2)} LINKED_ORDER by 3 to 7", events[3], StringComparison.Ordinal);
        Assert.StartsWith(
            $"alice.11 reduced {ListOrders.LegId(7, 1)} PARENT_ENDED by 6 to 1", events[4], StringComparison.Ordinal);
        Assert.StartsWith(
            $"alice.12 reduced {ListOrders.LegId(7, 2)} PARENT_ENDED by 6 to 1", events[5], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "T12")]
    [Trait("rule", "T14")]
    public void A_fill_of_one_child_cancels_the_other()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOco, Alice);
        venue.Sell(Bob, 10, 50);

        var events = venue.Buy(Bob, 3, 60);

        Assert.StartsWith(
            $"alice.9 STOPPED {ListOrders.LegId(7, 2)} LINKED_ORDER 10", events[2], StringComparison.Ordinal);
        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }

    [Theory]
    [InlineData(ListKind.OneCancelsOther, 1)]
    [InlineData(ListKind.OneUpdatesOther, 2)]
    [Trait("rule", "T12")]
    public void A_release_cancels_the_other_leg_of_an_oco(ListKind kind, int left)
    {
        var venue = Venue.Open();
        venue.SendPair(kind, Alice);
        var slot = venue.Engine.State.Markets.Find(TestMarkets.Plain)!.OffBook.First;

        new LinkEffects(venue.Engine.State).OnRelease(slot);
        venue.Tick();

        Assert.Equal(left, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void A_release_of_a_child_cancels_its_open_parent()
    {
        var venue = Venue.Open();
        venue.SendBracket(ListKind.BracketOuo, Alice);
        venue.Sell(Bob, 4, 50);
        var slot = venue.Engine.State.Markets.Find(TestMarkets.Plain)!.OffBook.First;

        new LinkEffects(venue.Engine.State).OnRelease(slot);
        var events = venue.Tick();

        Assert.StartsWith("alice.8 STOPPED 7 LINKED_ORDER 6", events[0], StringComparison.Ordinal);
        Assert.Contains("PARENT_ENDED by 6 to 4", events[1], StringComparison.Ordinal);
        Assert.Contains("PARENT_ENDED by 6 to 4", events[2], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "G2")]
    public void A_parent_that_takes_as_much_as_a_command_may_wakes_its_children_each_time()
    {
        var venue = new Venue { AuditsEachCommand = false };
        venue.Apply(CommandType.ListAsset, TestMarkets.Asset);
        venue.Apply(CommandType.CreateMarket, TestMarkets.PlainTerms);
        venue.Deposit(Alice, 10_000_000);
        venue.Deposit(Bob, 10_000_000);
        for (var count = 0; count < 1_000; count++)
        {
            venue.Sell(Bob, 1, 50);
        }

        var events = venue.SendBracket(ListKind.BracketOuo, Alice, lots: 1_000);

        Assert.Equal(1_000, events.Count(line => line.StartsWith("trade", StringComparison.Ordinal)));
        Assert.Equal(2_000, events.Count(line => line.Contains("activated", StringComparison.Ordinal)));
        venue.Engine.Audit();
    }

    [Fact]
    [Trait("rule", "T14")]
    public void A_child_that_crosses_takes_when_it_wakes()
    {
        var venue = Venue.Open();
        venue.Buy(Carol, 2, 49);
        var flags = OrderFlags.ReduceOnly;
        venue.SendList(
            ListKind.OneTriggersOther,
            venue.Leg(new OrderTicket(Alice, Side.Buy, 10, 50)),
            venue.Leg(new OrderTicket(Alice, Side.Sell, 10, 48)
            {
                Flags = flags | OrderFlags.CancelOldest,
            }));

        var events = venue.Sell(Bob, 10, 50);

        Assert.StartsWith("trade 1", events[1], StringComparison.Ordinal);
        Assert.Contains(events, line => line.Contains("activated", StringComparison.Ordinal));
        Assert.Contains(events, line => line.StartsWith("trade 2 #4 Sell 2@49", StringComparison.Ordinal));
        Assert.Equal(8, venue.Engine.View.Position(Alice, TestMarkets.Plain).Lots);
    }

    [Fact]
    [Trait("rule", "T14")]
    [Trait("rule", "I-RO-2")]
    public void A_child_takes_no_more_than_its_position_lets_it_close()
    {
        var venue = Venue.Open();
        venue.Buy(Bob, 4, 50);
        venue.Sell(Alice, 4, 50);
        venue.Buy(Carol, 9, 49);
        venue.SendList(
            ListKind.OneTriggersOther,
            venue.Leg(new OrderTicket(Alice, Side.Buy, 6, 50)),
            venue.Leg(new OrderTicket(Alice, Side.Sell, 6, 48) { Flags = OrderFlags.ReduceOnly }));

        var events = venue.Sell(Bob, 6, 50);

        Assert.Contains(events, line => line.Contains("REDUCE_ONLY_CAP by 4 to 2", StringComparison.Ordinal));
        Assert.Equal(0, venue.Engine.View.Position(Alice, TestMarkets.Plain).Lots);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void A_child_that_sold_what_woke_it_waits_again()
    {
        var venue = Venue.Open();
        venue.Buy(Carol, 9, 49);
        venue.SendList(
            ListKind.OneTriggersOther,
            venue.Leg(new OrderTicket(Alice, Side.Buy, 6, 50)),
            venue.Leg(new OrderTicket(Alice, Side.Sell, 6, 48)
            {
                Flags = OrderFlags.ReduceOnly | OrderFlags.CancelOldest,
            }));

        var events = venue.Sell(Bob, 2, 50);

        // the child meets its own parent first
        Assert.Contains(events, line => line.Contains(" STOPPED 8 SELF_TRADE 4", StringComparison.Ordinal));
        Assert.Contains(
            events,
            line => line.Contains($"STOPPED {ListOrders.LegId(8, 1)} PARENT_ENDED 4 after 2", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "I-PO-1")]
    public void A_post_only_child_that_would_take_fails()
    {
        var venue = Venue.Open();
        venue.Buy(Carol, 9, 49);
        venue.SendList(
            ListKind.OneTriggersOther,
            venue.Leg(new OrderTicket(Alice, Side.Buy, 6, 50)),
            venue.Leg(new OrderTicket(Alice, Side.Sell, 6, 48) { Flags = OrderFlags.ReduceOnly | OrderFlags.PostOnly }));

        Assert.Contains(
            venue.Sell(Bob, 6, 50),
            line => line.Contains("TRIGGER_FAILED POST_ONLY_WOULD_CROSS 6", StringComparison.Ordinal));
    }

    [Fact]
    [Trait("rule", "T14")]
    public void Slots_that_are_used_again_are_not_linked()
    {
        var venue = Venue.Open();
        venue.SendPair(ListKind.OneCancelsOther, Alice);
        venue.Cancel(Alice, 7);
        venue.Sell(Carol, 5, 60);
        venue.Sell(Carol, 5, 61);

        venue.Buy(Bob, 10, 61);

        Assert.Equal(0, venue.Engine.View.OpenOrders);
        Assert.Equal(-10, venue.Engine.View.Position(Carol, TestMarkets.Plain).Lots);
    }
}
