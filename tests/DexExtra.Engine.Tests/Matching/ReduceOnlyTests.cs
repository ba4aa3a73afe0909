using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

public sealed class ReduceOnlyTests
{
    private static readonly OrderTicket Closing = new(Alice, Side.Sell, 3, 35)
    {
        TimeInForce = TimeInForce.ImmediateOrCancel,
        Flags = OrderFlags.ReduceOnly,
    };

    [Fact]
    [Trait("rule", "I-RO-5")]
    public void A_reduce_only_order_holds_the_fee_alone_and_closes()
    {
        var venue = WithPosition();

        Assert.Equal(
            [
                "alice.4 accepted 10, hold 6, has 9784+6",
                "trade 2 #5 Sell 3@38, pool 500; "
                    + "buy carol.3 9 cum 3 leaves 7 fee 3 cash -114 has 9603+280 pos 3 cost 114 pnl 0; "
                    + "sell alice.5 10 cum 3 leaves 0 fee 6 cash 114 has 9898+0 pos 2 cost 80 pnl -6",
                "level 1 #6 Buy 38: 7 in 1",
            ],
            venue.Send(Closing));
    }

    [Fact]
    [Trait("rule", "I-RO-2")]
    [Trait("rule", "I-RO-3")]
    public void An_immediate_order_is_clipped_to_the_position_and_says_so()
    {
        var venue = WithPosition();

        var events = venue.Send(Closing with { Lots = 8 });

        Assert.Equal("alice.4 accepted 10, hold 10, has 9780+10", events[0]);
        Assert.Equal("alice.5 reduced 10 REDUCE_ONLY_CAP by 3 to 5 after 0, released 0, has 9780+10", events[1]);
        Assert.Contains("sell alice.6 10 cum 5 leaves 0", events[2], StringComparison.Ordinal);
        Assert.Contains("pos 0 cost 0", events[2], StringComparison.Ordinal);
        Assert.StartsWith("alice.7 closed 5 of 1 by TRADE", events[3], StringComparison.Ordinal);
        Assert.Equal(["alice.8 rejected NOTHING_TO_REDUCE"], venue.Send(Closing));
    }

    [Theory]
    [InlineData(5, true)]
    [InlineData(6, false)]
    [Trait("rule", "I-RO-2")]
    public void A_fill_or_kill_order_is_not_clipped(long lots, bool fills)
    {
        var venue = WithPosition();

        var events = venue.Send(Closing with { Lots = lots, TimeInForce = TimeInForce.FillOrKill });

        Assert.Equal(!fills, events[0] == "alice.4 rejected REDUCE_ONLY_TOO_LARGE");
        Assert.Equal(fills ? 0 : 5, venue.Engine.View.Position(Alice, TestMarkets.Plain).Lots);
    }

    [Fact]
    [Trait("rule", "I-RO-2")]
    public void The_wrong_side_and_no_position_are_refused()
    {
        var venue = WithPosition();

        Assert.Equal(["alice.4 rejected NOTHING_TO_REDUCE"], venue.Send(Closing with { Side = Side.Buy }));
        var elsewhere = Closing with { Terms = TestMarkets.NegativeTerms };
        Assert.Equal(["alice.5 rejected NOTHING_TO_REDUCE"], venue.Send(elsewhere));
        Assert.Equal(["carol.3 rejected NOTHING_TO_REDUCE"], venue.Send(Closing with { Account = Carol }));
    }

    [Fact]
    [Trait("rule", "I-RO-1")]
    public void A_short_position_is_closed_by_buying()
    {
        var venue = WithPosition();
        venue.Sell(Carol, 9, 45);

        var events = venue.Send(Closing with { Account = Bob, Side = Side.Buy, Lots = 9, PriceTicks = 45 });

        Assert.StartsWith("bob.5 reduced 11 REDUCE_ONLY_CAP by 4 to 5", events[1], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.Position(Bob, TestMarkets.Plain).Lots);
    }

    [Fact]
    [Trait("rule", "O-IOC")]
    public void What_finds_no_opposite_order_is_cancelled_without_the_clipped_part()
    {
        var venue = WithPosition();

        var events = venue.Send(Closing with { Lots = 8, PriceTicks = 50 });

        Assert.StartsWith(
            "alice.6 CANCELLED 10 IMMEDIATE_REMAINDER 5 after 0, released 10,", events[2], StringComparison.Ordinal);
    }

    /// <summary>Alice is long 5 from 40 against Bob; Carol bids 10 at 38.</summary>
    private static Venue WithPosition()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 5, 40);
        venue.Buy(Alice, 5, 40);
        venue.Buy(Carol, 10, 38);
        return venue;
    }
}
