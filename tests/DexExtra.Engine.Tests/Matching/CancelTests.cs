using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

[Trait("rule", "C5")]
public sealed class CancelTests
{
    [Fact]
    public void A_cancel_by_order_id_releases_the_hold_and_updates_the_level()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 10, 40);
        venue.Sell(Bob, 4, 40);

        Assert.Equal(
            [
                "alice.4 CANCELLED 7 USER 6 after 4, released 252, has 9836+0",
                "level 1 #4 Buy 40: 0 in 0",
            ],
            venue.Cancel(Alice, 7));
    }

    [Fact]
    public void A_cancel_by_client_order_id_finds_the_order_of_this_account_only()
    {
        var venue = Venue.Open();
        venue.Send(new OrderTicket(Alice, Side.Buy, 1, 40) { ClientOrderId = 55 });

        Assert.Equal(["bob.2 cancel of 0 rejected UNKNOWN_ORDER"], venue.CancelByClientId(Bob, 55));
        Assert.Equal(
            ["alice.3 CANCELLED 7 USER 1 after 0, released 42, has 10000+0", "level 1 #2 Buy 40: 0 in 0"],
            venue.CancelByClientId(Alice, 55));
    }

    [Fact]
    public void Every_way_of_being_too_late_has_its_own_answer()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 1, 40);
        venue.Sell(Bob, 1, 40);
        venue.Buy(Alice, 1, 30);
        venue.Cancel(Alice, 9);

        Assert.Equal(["alice.6 cancel of 7 rejected TOO_LATE_FILLED"], venue.Cancel(Alice, 7));
        Assert.Equal(["alice.7 cancel of 9 rejected TOO_LATE_CANCELLED"], venue.Cancel(Alice, 9));
        Assert.Equal(["bob.4 cancel of 8 rejected TOO_LATE_FILLED"], venue.Cancel(Bob, 8));
    }

    [Fact]
    public void Unknown_foreign_and_rejected_orders_answer_alike()
    {
        var venue = Venue.Open();
        venue.Buy(Alice, 1, 40);
        venue.Send(new OrderTicket(Bob, Side.Buy, 1, 101) { ClientOrderId = 66 });

        Assert.Equal(["bob.3 cancel of 7 rejected UNKNOWN_ORDER"], venue.Cancel(Bob, 7));
        Assert.Equal(["bob.4 cancel of 12345 rejected UNKNOWN_ORDER"], venue.Cancel(Bob, 12_345));
        Assert.Equal(["bob.5 cancel of 0 rejected UNKNOWN_ORDER"], venue.CancelByClientId(Bob, 66));
        Assert.Equal(["nobody.0 cancel of 7 rejected UNKNOWN_ORDER"], venue.Cancel(Nobody, 7));
    }
}
