using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

[Trait("rule", "O-GTDX")]
public sealed class ExpiryTests
{
    private const ulong NowSeconds = Venue.StartNs / Limits.NsPerSecond;

    [Fact]
    public void An_order_that_expires_now_is_refused_on_entry()
    {
        var venue = Venue.Open();
        var ticket = new OrderTicket(Alice, Side.Buy, 1, 40) { ExpirySeconds = NowSeconds };

        Assert.Equal(["alice.2 rejected EXPIRED_ON_ENTRY"], venue.Send(ticket));
        Assert.StartsWith(
            "alice.3 accepted",
            venue.Send(ticket with { ExpirySeconds = NowSeconds + 1 })[0],
            StringComparison.Ordinal);
    }

    [Fact]
    public void An_order_expires_exactly_when_its_second_begins()
    {
        var venue = Venue.Open();
        venue.Send(new OrderTicket(Alice, Side.Buy, 1, 40) { ExpirySeconds = NowSeconds + 5 });

        venue.NowNs += (5 * Limits.NsPerSecond) - 1;
        Assert.Empty(venue.Tick());
        venue.NowNs++;
        Assert.Equal(
            [
                "alice.3 EXPIRED 7 EXPIRED 1 after 0, released 42, has 10000+0",
                "level 1 #2 Buy 40: 0 in 0",
            ],
            venue.Tick());
        Assert.Equal(["alice.4 cancel of 7 rejected TOO_LATE_EXPIRED"], venue.Cancel(Alice, 7));
    }

    [Fact]
    public void Orders_expire_by_expiry_then_age_before_the_command_matches()
    {
        var venue = Venue.Open();
        venue.Send(new OrderTicket(Bob, Side.Sell, 1, 42) { ExpirySeconds = NowSeconds + 9 });
        venue.Send(new OrderTicket(Carol, Side.Sell, 1, 41) { ExpirySeconds = NowSeconds + 8 });
        venue.Send(new OrderTicket(Bob, Side.Sell, 1, 41) { ExpirySeconds = NowSeconds + 8 });
        venue.Sell(Carol, 1, 42);
        venue.NowNs += 10 * Limits.NsPerSecond;

        Assert.Equal(
            [
                "carol.4 EXPIRED 8 EXPIRED 1 after 0, released 61, has 9940+60",
                "bob.4 EXPIRED 9 EXPIRED 1 after 0, released 61, has 9940+60",
                "bob.5 EXPIRED 7 EXPIRED 1 after 0, released 60, has 10000+0",
                "alice.2 accepted 11, hold 88, has 9912+88",
                "trade 1 #5 Buy 1@42, pool 100; "
                    + "buy alice.3 11 cum 1 leaves 1 fee 2 cash -42 has 9912+44 pos 1 cost 42 pnl 0; "
                    + "sell carol.5 10 cum 1 leaves 0 fee 1 cash -58 has 9941+0 pos -1 cost -42 pnl 0",
                "level 1 #6 Sell 41: 0 in 0",
                "level 1 #7 Sell 42: 0 in 0",
                "level 1 #8 Buy 42: 1 in 1",
            ],
            venue.Buy(Alice, 2, 42));
    }

    [Fact]
    public void A_level_emptied_by_expiry_and_filled_again_is_published_once()
    {
        var venue = Venue.Open();
        venue.Send(new OrderTicket(Alice, Side.Buy, 1, 40) { ExpirySeconds = NowSeconds + 5 });
        venue.NowNs += 5 * Limits.NsPerSecond;

        Assert.Equal(
            [
                "alice.3 EXPIRED 7 EXPIRED 1 after 0, released 42, has 10000+0",
                "bob.2 accepted 8, hold 84, has 9916+84",
                "level 1 #2 Buy 40: 2 in 1",
            ],
            venue.Buy(Bob, 2, 40));
    }

    [Fact]
    public void One_command_expires_a_bounded_number_and_no_new_order_passes_until_all_are_gone()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxExpiriesPerCommand = 2 });
        for (var count = 0; count < 5; count++)
        {
            venue.Send(new OrderTicket(Alice, Side.Buy, 1, 40) { ExpirySeconds = NowSeconds + 5 });
        }

        venue.NowNs += 5 * Limits.NsPerSecond;
        var sell = venue.Number(new OrderTicket(Bob, Side.Sell, 1, 40));

        Assert.Equal(
            [
                "alice.7 EXPIRED 7 EXPIRED 1 after 0, released 42, has 9832+168",
                "alice.8 EXPIRED 8 EXPIRED 1 after 0, released 42, has 9874+126",
                "bob.2 rejected LIMIT_REACHED",
                "level 1 #6 Buy 40: 3 in 3",
            ],
            venue.Send(sell));
        Assert.Equal(3, venue.Tick().Length);

        // the nonce was not consumed: the same signed order passes under a new client order id
        Assert.Equal(
            [
                "alice.11 EXPIRED 11 EXPIRED 1 after 0, released 42, has 10000+0",
                "bob.3 accepted 14, hold 62, has 9938+62",
                "level 1 #8 Buy 40: 0 in 0",
                "level 1 #9 Sell 40: 1 in 1",
            ],
            venue.Send(sell with { ClientOrderId = 77 }));
    }
}
