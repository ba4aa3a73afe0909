using DexExtra.Messages;
using DexExtra.Settlement.Book;

namespace DexExtra.Settlement.Tests;

/// <summary>What is remembered of orders that can still trade, and for how long.</summary>
public sealed class OpenOrdersTests
{
    private const long Parent = 1;
    private const long Child = 2;

    [Fact]
    public void An_order_is_forgotten_when_nothing_of_it_is_left()
    {
        var orders = new OpenOrders(new SessionKeyBook());
        orders.Accept(new OrderAccepted { OrderId = 1, Request = new NewOrder { QuantityLots = 2 } });
        orders.Accept(new OrderAccepted { OrderId = 2, Request = new NewOrder { QuantityLots = 2 } });
        orders.Fill(Side(1, 1, leaves: 1));
        Assert.Equal(2, orders.Count);
        orders.Fill(Side(1, 2, leaves: 0));
        orders.Cancel(2);
        Assert.Equal(0, orders.Count);
        Assert.Throws<KeyNotFoundException>(() => orders[1]);
    }

    [Theory]
    [InlineData(ListKind.OneTriggersOther)]
    [InlineData(ListKind.BracketOco)]
    [InlineData(ListKind.BracketOuo)]
    [Trait("rule", "T14")]
    public void A_child_waits_for_its_parents_next_fill_even_with_nothing_open(ListKind kind)
    {
        var orders = ParentAndChild(kind, lots: 5);
        orders.Fill(Side(Parent, 2, leaves: 3));
        orders.Fill(Side(Child, 2, leaves: 0));
        Assert.Equal(2, orders.Count);
        orders.Fill(Side(Parent, 5, leaves: 0));
        Assert.Equal(1, orders.Count);
        orders.Fill(Side(Child, 5, leaves: 0));
        Assert.Equal(0, orders.Count);
    }

    [Fact]
    [Trait("rule", "T14")]
    public void A_child_is_forgotten_when_the_lots_it_waited_for_are_taken_out()
    {
        var orders = ParentAndChild(ListKind.OneTriggersOther, lots: 5);
        orders.Fill(Side(Parent, 2, leaves: 3));
        orders.Fill(Side(Child, 1, leaves: 1));
        orders.Cancel(Parent);
        orders.Reduce(new OrderReduced { OrderId = Child, ReducedLots = 3, CumulativeLots = 1, LeavesLots = 1 });
        Assert.Equal(1, orders.Count);
        orders.Fill(Side(Child, 2, leaves: 0));
        Assert.Equal(0, orders.Count);
    }

    [Fact]
    [Trait("rule", "T12")]
    public void Orders_of_a_list_without_parent_leave_like_any_other()
    {
        var orders = ParentAndChild(ListKind.OneUpdatesOther, lots: 5);
        orders.Reduce(new OrderReduced { OrderId = Child, ReducedLots = 3, LeavesLots = 2 });
        orders.Fill(Side(Child, 2, leaves: 0));
        Assert.Equal(1, orders.Count);
    }

    [Fact]
    public void A_list_that_is_accepted_in_part_or_out_of_order_contradicts_the_rules()
    {
        Assert.Throws<InvalidOperationException>(() => new OpenOrders(new SessionKeyBook()).Accept(Leg(2, 1, 2)));
        var half = new OpenOrders(new SessionKeyBook());
        half.Accept(Leg(1, 0, 2));
        Assert.Throws<InvalidOperationException>(half.EndFrame);
        Assert.Throws<InvalidOperationException>(() => half.Accept(new OrderAccepted { OrderId = 9 }));
        half.Accept(Leg(2, 1, 2));
        half.EndFrame();
        Assert.Equal(2, half.Count);
    }

    [Fact]
    public void A_replacement_of_an_order_that_is_not_open_contradicts_the_rules()
    {
        Assert.Throws<InvalidOperationException>(() => new OpenOrders(new SessionKeyBook()).Replace(new OrderReplaced { OrderId = 1 }));
    }

    private static OpenOrders ParentAndChild(ListKind kind, long lots)
    {
        var orders = new OpenOrders(new SessionKeyBook());
        orders.Accept(Leg(Parent, 0, 2, kind, lots));
        orders.Accept(Leg(Child, 1, 2, kind, lots));
        orders.EndFrame();
        return orders;
    }

    private static OrderAccepted Leg(
        long orderId, byte index, byte count, ListKind kind = ListKind.OneCancelsOther, long lots = 1) => new()
    {
        OrderId = orderId,
        Request = new NewOrder { QuantityLots = lots },
        ListKind = kind,
        LegIndex = index,
        LegCount = count,
        ListId = Parent,
    };

    private static TradeSide Side(long orderId, long cumulative, long leaves) =>
        new() { OrderId = orderId, CumulativeLots = cumulative, LeavesLots = leaves };
}
