using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Margin;

/// <summary>docs/money.md §5: amends that ask for more pass the same gate 8.</summary>
[Trait("rule", "C4")]
[Trait("rule", "R3")]
public sealed class AmendFundsTests
{
    private const uint Cross = MarginVenue.Cross;

    [Fact]
    public void More_lots_of_a_cross_order_need_their_margin()
    {
        var venue = MarginVenue.Open();
        var order = Order(venue, new OrderTicket(Alice, Side.Buy, 900, 40), 800);
        Assert.Equal("INSUFFICIENT_MARGIN", Last(venue.Amend(Alice, order, 834)));
        Assert.Contains("amended", venue.Amend(Alice, order, 833)[0]);
        Assert.Contains("amended", venue.Amend(Alice, order, 700)[0]);
    }

    /// <summary>700 lots need 7,000 of margin and hold 2 each; at 53 they hold 5, which is 500 too much.</summary>
    [Fact]
    public void A_worse_price_needs_its_hold()
    {
        var venue = MarginVenue.Open();
        var order = Order(venue, new OrderTicket(Alice, Side.Buy, 800, 55), 700, 50);
        Assert.Equal("INSUFFICIENT_MARGIN", Last(venue.Amend(Alice, order, ticks: 53)));
        Assert.Contains("hold 2800,", venue.Amend(Alice, order, ticks: 52)[0]);
    }

    /// <summary>The mark fell by 8 since: every lot now holds the loss, not only the new ones.</summary>
    [Fact]
    public void More_lots_are_reckoned_at_the_present_mark()
    {
        var venue = MarginVenue.Open();
        var order = Order(venue, new OrderTicket(Alice, Side.Buy, 300, 50), 100, 50);
        venue.MarkAt(Cross, 42);
        Assert.Contains("hold 2000,", venue.Amend(Alice, order, 200)[0]);
        venue.MarkAt(Cross, 50);
        Assert.Contains("hold 1000,", venue.Amend(Alice, order, 100)[0]);
    }

    [Fact]
    public void In_liquidation_or_with_an_old_mark_an_order_only_shrinks()
    {
        var venue = MarginVenue.Open();
        var order = Order(venue, new OrderTicket(Alice, Side.Buy, 10, 45), 5, 40);
        venue.Liquidating(Alice, Cross);
        Assert.Equal("IN_LIQUIDATION", Last(venue.Amend(Alice, order, 6)));
        Assert.Contains("amended", venue.Amend(Alice, order, 4)[0]);

        var aged = MarginVenue.Open();
        order = Order(aged, new OrderTicket(Alice, Side.Buy, 10, 55), 5, 40);
        aged.Market(Cross).SetRules(TradingRules.Default with { MarkMaxAgeSeconds = 5 });
        aged.NowNs += 5 * Limits.NsPerSecond;
        Assert.Equal("MARK_STALE", Last(aged.Amend(Alice, order, 6)));
        Assert.Equal("MARK_STALE", Last(aged.Amend(Alice, order, ticks: 52)));
        Assert.Contains("amended", aged.Amend(Alice, order, ticks: 45)[0]);
    }

    [Fact]
    public void A_full_order_beside_cross_positions_grows_only_by_what_is_free()
    {
        var venue = MarginVenue.Open();
        venue.Pair(Cross, Alice, Bob, 900, 50);
        var lines = venue.Send(new OrderTicket(Alice, Side.Buy, 50, 18));
        Assert.Equal("ACCEPTED", MarginVenue.Answer(lines));
        var order = venue.Sequence;
        Assert.Contains("amended", venue.Amend(Alice, order, 20)[0]);
        venue.Pair(Cross, Alice, Bob, 30, 50);
        Assert.Equal("INSUFFICIENT_FUNDS", Last(venue.Amend(Alice, order, 36)));
        Assert.Contains("amended", venue.Amend(Alice, order, 35)[0]);
    }

    /// <summary>Order id of an order that was signed for more than it now has.</summary>
    private static long Order(Venue venue, OrderTicket ticket, long lots, long? ticks = null)
    {
        var rich = MarginVenue.TenTicks with { MinScanTicks = 1 };
        venue.SetRisk(rich);
        var answer = venue.Send(ticket with { Terms = MarginVenue.CrossTerms, PriceTicks = ticket.PriceTicks });
        Assert.Equal("ACCEPTED", MarginVenue.Answer(answer));
        var order = venue.Sequence;
        venue.Amend(ticket.Account, order, lots, ticks);
        venue.SetRisk(MarginVenue.TenTicks);
        return order;
    }

    private static string Last(string[] lines) => lines[0].Split(' ')[^1];
}
