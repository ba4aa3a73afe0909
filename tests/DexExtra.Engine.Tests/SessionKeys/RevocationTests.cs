using System.Globalization;
using DexExtra.Engine.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.SessionKeys;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.SessionKeys;

/// <summary>A revocation is effective at its sequence: nothing later is accepted, and what was open is cancelled.</summary>
[Trait("rule", "SIG-10")]
public sealed class RevocationTests
{
    private static readonly OrderTicket Buys = new(Alice, Side.Buy, 1, 40);

    [Fact]
    public void It_cancels_the_orders_of_the_grant_by_entry_and_no_others()
    {
        var venue = Open();
        venue.SendBy(1, Buys);
        venue.Send(Buys);
        venue.SendBy(2, Buys);
        venue.SendBy(1, Buys with { Terms = TestMarkets.NegativeTerms, PriceTicks = -10 });
        venue.SendBy(1, Buys with { PriceTicks = 41 });

        Assert.Equal(
            [
                "grant 1 of alice REVOKE 1001",
                "alice.7 CANCELLED 9 SESSION_KEY_REVOKED 1 after 0, released 42, has 9753+247",
                "alice.8 CANCELLED 12 SESSION_KEY_REVOKED 1 after 0, released 120, has 9873+127",
                "alice.9 CANCELLED 13 SESSION_KEY_REVOKED 1 after 0, released 43, has 9916+84",
                "level 1 #5 Buy 40: 2 in 2",
                "level 2 #2 Buy -10: 0 in 0",
                "level 1 #6 Buy 41: 0 in 0",
            ],
            venue.Set(Revocation(Alice, 1, 1_001)));
        Assert.Equal(["alice.10 rejected SESSION_KEY_REVOKED"], venue.SendBy(1, Buys));
        Assert.Contains("accepted", venue.SendBy(2, Buys)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "C4")]
    public void An_order_belongs_to_the_signer_of_its_newest_version()
    {
        var venue = Open();
        var byOwner = venue.Number(Buys with { ExpirySeconds = Expiry });
        venue.Send(byOwner);
        var first = venue.Sequence;
        Replace(venue, 1, byOwner, first);
        var byKey = venue.Number(Buys with { ExpirySeconds = Expiry });
        venue.SendBy(1, byKey);
        var second = venue.Sequence;
        Replace(venue, 0, byKey, second);
        Assert.Equal(1, venue.Engine.State.SessionKeys[0].Orders.Count);

        var cancelled = venue.Set(Revocation(Alice, 1, 1_001));

        Assert.Equal([first], Cancelled(cancelled));
    }

    [Fact]
    [Trait("rule", "T14")]
    public void Children_go_with_their_parent()
    {
        var venue = Open();
        var legs = new[]
        {
            venue.By(1, Buys),
            venue.By(1, Buys with { Side = Side.Sell, PriceTicks = 60, Flags = OrderFlags.ReduceOnly }),
        };
        venue.SendList(ListKind.OneTriggersOther, legs);
        var parent = venue.Sequence;

        Assert.Equal([parent, ListOrders.LegId(parent, 1)], Cancelled(venue.Set(Revocation(Alice, 1, 1_001))));
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "ENG-09")]
    public void More_orders_than_a_command_visits_go_with_the_next_ones()
    {
        const int orders = 10_000;
        var venue = Open();
        venue.AuditsEachCommand = false;
        venue.Deposit(Alice, 10_000_000);
        for (var count = 0; count < orders; count++)
        {
            venue.SendBy(1, Buys);
        }

        // two of the orders' nonces are the grants'
        Assert.Equal(orders - 2, venue.Engine.View.OpenOrders);
        Assert.Equal(Limits.MaxSweptPerCommand, Cancelled(venue.Set(Revocation(Alice, 1, 1_001))).Length);

        // until it is swept an order may trade; nothing new is accepted, and the grant's place is not given away
        var events = venue.SendBy(1, Buys);
        Assert.Equal(Limits.MaxSweptPerCommand, Cancelled(events).Length);
        Assert.Contains(events, line => line.EndsWith("rejected SESSION_KEY_REVOKED", StringComparison.Ordinal));
        venue.Engine.Audit();
        Assert.Equal(orders - 2 - (2 * Limits.MaxSweptPerCommand), Cancelled(venue.Tick()).Length);
        Assert.Equal(0, venue.Engine.View.OpenOrders);
        Assert.Equal(0, venue.Engine.State.SessionKeys.RevokedCount);
        venue.Engine.Audit();
    }

    [Fact]
    public void Orders_of_a_market_that_is_uncrossing_wait_and_keep_nobody_behind_them()
    {
        var venue = Open();
        venue.AuditsEachCommand = false;
        venue.SendBy(1, Buys);
        var waiting = venue.Sequence;
        venue.SendBy(1, Buys with { Terms = TestMarkets.NegativeTerms, PriceTicks = -10 });
        var elsewhere = venue.Sequence;
        venue.SendBy(2, Buys with { Terms = TestMarkets.NegativeTerms, PriceTicks = -10 });
        var other = venue.Sequence;
        var market = venue.Engine.State.Markets.Find(TestMarkets.Plain)!;
        market.Call.Phase = CallPhase.Uncrossing;

        Assert.Equal([elsewhere], Cancelled(venue.Set(Revocation(Alice, 1, 1_001))));
        Assert.Equal([other], Cancelled(venue.Set(Revocation(Alice, 2, 1_002))));
        Assert.Empty(Cancelled(venue.Tick()));
        market.Call.Phase = CallPhase.None;
        Assert.Equal([waiting], Cancelled(venue.Tick()));
        Assert.Equal(0, venue.Engine.State.SessionKeys.RevokedCount);
        venue.Engine.Audit();
    }

    /// <summary>The next version, signed by a key or with 0 by the owner.</summary>
    private static void Replace(Venue venue, uint grant, OrderTicket ticket, long orderId)
    {
        var order = venue.By(grant, ticket with { Lots = 2, Hash = 0, ClientOrderId = 0 });
        order.Order.Version = 2;
        var events = venue.Apply(CommandType.ReplaceOrder, new ReplaceOrder { Order = order, OrderId = orderId });
        Assert.Contains("replaced", events[0], StringComparison.Ordinal);
    }

    /// <summary>Order ids that the frame cancelled for the revocation.</summary>
    private static long[] Cancelled(string[] events) =>
    [
        .. events.Where(line => line.Contains("SESSION_KEY_REVOKED ", StringComparison.Ordinal))
            .Select(line => long.Parse(line.Split(' ')[2], CultureInfo.InvariantCulture)),
    ];

    /// <summary>Grants 1 and 2: all of Alice's, for two keys.</summary>
    private static Venue Open()
    {
        var venue = Venue.Open();
        venue.Set(Grant(Alice, 1, 1_001));
        venue.Set(Grant(Alice, 2, 1_002));
        return venue;
    }
}
