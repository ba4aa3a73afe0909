using DexExtra.Engine.Risk;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Risk;

/// <summary>R2: what can only reduce ties up no margin that it can never need. Ten ticks a lot, mark 50.</summary>
[Trait("rule", "R2")]
public sealed class ReduceOnlyMarginTests
{
    private const uint Cross = MarginVenue.Cross;

    [Fact]
    public void Reduce_only_orders_close_and_never_open()
    {
        var venue = MarginVenue.Open();
        venue.Pair(Cross, Alice, Bob, 10, 50);
        foreach (var price in (long[])[60, 61, 62])
        {
            Send(venue, Side.Sell, 10, price, OrderFlags.ReduceOnly);
        }

        Assert.Equal(100, Initial(venue));
        Send(venue, Side.Sell, 4, 63, OrderFlags.None);
        Assert.Equal(100, Initial(venue));

        // once they closed the position, the 12 others are sold short
        Send(venue, Side.Sell, 8, 64, OrderFlags.None);
        Assert.Equal(120, Initial(venue));
    }

    [Fact]
    public void Orders_that_may_open_count_whole()
    {
        var venue = MarginVenue.Open();
        venue.Pair(Cross, Alice, Bob, 10, 50);
        foreach (var price in (long[])[60, 61, 62])
        {
            Send(venue, Side.Sell, 10, price, OrderFlags.None);
        }

        Assert.Equal(200, Initial(venue));
    }

    [Fact]
    public void A_bracket_costs_what_its_entry_costs_and_no_more_when_it_wakes()
    {
        var venue = MarginVenue.Open();
        venue.SendList(ListKind.BracketOco, Legs(venue));
        Assert.Equal(100, Initial(venue));

        venue.Send(new OrderTicket(Bob, Side.Sell, 4, 50) { Terms = MarginVenue.CrossTerms });
        Assert.Equal(100, Initial(venue));
        venue.Send(new OrderTicket(Bob, Side.Sell, 6, 50) { Terms = MarginVenue.CrossTerms });
        Assert.Equal((10, 20, 100), (
            (long)venue.Engine.View.Position(Alice, Cross).Lots,
            (long)venue.Engine.View.Position(Alice, Cross).OpenSellLots,
            (long)Initial(venue)));
    }

    [Fact]
    public void Cash_for_the_entry_is_enough_for_its_bracket()
    {
        // 100 of margin, 2 a lot for the fees of all three, and the 10 ticks that the stop may lose at once
        var venue = MarginVenue.Open();
        var balance = venue.BalanceOf(Alice);
        venue.Engine.State.Ledger.Post(
            0, venue.Engine.State.Ledger.Available(balance), venue.Engine.State.Ledger.Guarantee(0), 9_740);
        Assert.DoesNotContain(
            venue.SendList(ListKind.BracketOco, Legs(venue)),
            line => line.Contains("rejected", StringComparison.Ordinal));

        var other = MarginVenue.Open();
        other.Engine.State.Ledger.Post(
            0, other.Engine.State.Ledger.Available(balance), other.Engine.State.Ledger.Guarantee(0), 9_741);
        Assert.Contains(
            other.SendList(ListKind.BracketOco, Legs(other)),
            line => line.Contains("INSUFFICIENT_MARGIN", StringComparison.Ordinal));
    }

    private static NewOrder[] Legs(Venue venue)
    {
        const OrderFlags Flags = OrderFlags.ReduceOnly;
        var terms = MarginVenue.CrossTerms;
        return
        [
            venue.Leg(new OrderTicket(Alice, Side.Buy, 10, 50) { Terms = terms }),
            venue.Leg(new OrderTicket(Alice, Side.Sell, 10, 60) { Terms = terms, Flags = Flags }),
            venue.Stop(
                new OrderTicket(Alice, Side.Sell, 10, 40) { Terms = terms, Type = OrderType.StopLimit, Flags = Flags },
                45),
        ];
    }

    private static void Send(Venue venue, Side side, long lots, long price, OrderFlags flags) =>
        Assert.Contains(" accepted ", venue.Send(
            new OrderTicket(Alice, side, lots, price) { Terms = MarginVenue.CrossTerms, Flags = flags })[0],
            StringComparison.Ordinal);

    private static Int128 Initial(Venue venue) => new MarginCalculator(venue.Engine.State)
        .OfCross(venue.BalanceOf(Alice), in ExtraOrder.None).InitialMargin;
}
