using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Identity;

[Trait("rule", "C9")]
public sealed class IdempotencyTests
{
    private static readonly OrderTicket Ticket = new(Alice, Side.Buy, 3, 40)
    {
        ClientOrderId = 500,
        Nonce = 500,
        Hash = 500,
    };

    [Fact]
    public void A_repeat_is_answered_with_the_order_as_it_stands_now()
    {
        var venue = Venue.Open();
        venue.Send(Ticket);

        Assert.Equal(["alice.3 order 7 is NEW 0/3 open 3"], venue.Send(Ticket));
        venue.Sell(Bob, 1, 40);
        Assert.Equal(["alice.5 order 7 is PARTIALLY_FILLED 1/3 open 2"], venue.Send(Ticket));
        venue.Cancel(Alice, 7);
        Assert.Equal(["alice.7 order 7 is CANCELLED USER 1/3 open 0"], venue.Send(Ticket));
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    public void A_repeat_of_a_filled_and_of_a_rejected_order_tells_so()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 3, 40);
        venue.Send(Ticket);
        var tooDear = Ticket with { ClientOrderId = 501, Nonce = 501, Hash = 501, PriceTicks = 101 };
        venue.Send(tooDear);

        Assert.Equal(["alice.5 order 8 is FILLED 3/3 open 0"], venue.Send(Ticket));
        Assert.Equal(["alice.6 order 0 is REJECTED PRICE_OUT_OF_BOUNDS 0/3 open 0"], venue.Send(tooDear));
    }

    [Fact]
    public void Other_content_under_a_used_id_is_refused_and_the_first_order_keeps_the_id()
    {
        var venue = Venue.Open();
        venue.Send(Ticket);

        Assert.Equal(["alice.3 rejected DUPLICATE_CLIENT_ID"], venue.Send(Ticket with { Hash = 501, Nonce = 501 }));
        Assert.Equal(["alice.4 order 7 is NEW 0/3 open 3"], venue.Send(Ticket));

        // the same id belongs to somebody else too, and nonce 501 was never consumed
        Assert.StartsWith("bob.2 accepted", venue.Send(Ticket with { Account = Bob })[0], StringComparison.Ordinal);
        Assert.StartsWith(
            "alice.5 accepted",
            venue.Send(Ticket with { ClientOrderId = 502, Hash = 501, Nonce = 501 })[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_account_that_was_never_credited_is_unknown_and_leaves_no_trace()
    {
        var venue = Venue.Open();
        var before = venue.Engine.View.Accounts;

        Assert.Equal(["nobody.0 rejected UNKNOWN_ACCOUNT"], venue.Send(Ticket with { Account = Nobody }));
        Assert.Equal(["nobody.0 rejected UNKNOWN_ACCOUNT"], venue.Send(Ticket with { Account = Nobody }));
        Assert.Equal(before, venue.Engine.View.Accounts);
        venue.Deposit(Nobody, 1_000);
        Assert.StartsWith(
            "nobody.2 accepted", venue.Send(Ticket with { Account = Nobody })[0], StringComparison.Ordinal);
    }

    [Fact]
    public void An_ended_order_is_remembered_for_24_hours_and_its_nonce_for_ever()
    {
        var venue = Venue.Open();
        venue.Send(Ticket);
        venue.Cancel(Alice, 7);

        venue.NowNs += Limits.ClientOrderIdWindowNs - 1;
        Assert.Equal(["alice.4 order 7 is CANCELLED USER 0/3 open 0"], venue.Send(Ticket));
        venue.NowNs++;
        Assert.Equal(["alice.5 rejected NONCE_REUSED"], venue.Send(Ticket));
        Assert.Equal(["alice.6 cancel of 7 rejected UNKNOWN_ORDER"], venue.Cancel(Alice, 7));
    }

    [Fact]
    public void A_live_order_is_remembered_however_old_it_is()
    {
        var venue = Venue.Open();
        venue.Send(Ticket);
        venue.NowNs += 10 * Limits.ClientOrderIdWindowNs;

        Assert.Equal(["alice.3 order 7 is NEW 0/3 open 3"], venue.Send(Ticket));
    }

    [Fact]
    [Trait("rule", "ENG-09")]
    public void A_full_memory_forgets_the_order_that_ended_first_but_never_a_live_one()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxClientOrderIds = 3 });
        venue.Send(Ticket);
        venue.Send(Ticket with { ClientOrderId = 501, Nonce = 501, Hash = 501 });
        venue.Send(Ticket with { ClientOrderId = 502, Nonce = 502, Hash = 502 });
        Assert.Equal(
            ["alice.5 rejected LIMIT_REACHED"],
            venue.Send(Ticket with { ClientOrderId = 503, Nonce = 503, Hash = 503 }));

        venue.Cancel(Alice, 8);
        venue.Cancel(Alice, 7);
        Assert.StartsWith(
            "alice.8 accepted",
            venue.Send(Ticket with { ClientOrderId = 504, Nonce = 504, Hash = 504 })[0],
            StringComparison.Ordinal);
        Assert.Equal(["alice.9 order 7 is CANCELLED USER 0/3 open 0"], venue.Send(Ticket));
        Assert.Equal(["alice.10 cancel of 8 rejected UNKNOWN_ORDER"], venue.Cancel(Alice, 8));
        Assert.Equal(
            ["alice.11 order 9 is NEW 0/3 open 3"],
            venue.Send(Ticket with { ClientOrderId = 502, Nonce = 502, Hash = 502 }));
    }
}
