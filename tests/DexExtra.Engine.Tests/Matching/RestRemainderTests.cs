using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;

namespace DexExtra.Engine.Tests.Matching;

[Trait("rule", "O-MKT")]
public sealed class RestRemainderTests
{
    private static readonly OrderTicket Taker = new(Alice, Side.Buy, 6, 90)
    {
        Type = OrderType.Market,
        TimeInForce = TimeInForce.ImmediateOrCancel,
        Flags = OrderFlags.RestRemainder,
    };

    [Fact]
    public void The_remainder_rests_at_the_protection_price()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 2, 40);
        venue.Sell(Bob, 2, 46);

        Assert.Equal(
            [
                "alice.2 accepted 9 at 45, hold 282, has 9718+282",
                "trade 1 #3 Buy 2@40, pool 200; "
                    + "buy alice.3 9 cum 2 leaves 4 fee 4 cash -80 has 9728+188 pos 2 cost 80 pnl 0; "
                    + "sell bob.4 7 cum 2 leaves 0 fee 2 cash -120 has 9766+112 pos -2 cost -80 pnl 0",
                "level 1 #4 Sell 40: 0 in 0",
                "level 1 #5 Buy 45: 4 in 1",
            ],
            venue.Send(Taker));
    }

    [Fact]
    public void It_rests_at_the_signed_price_where_that_is_tighter()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 2, 40);

        var events = venue.Send(Taker with { PriceTicks = 42 });

        Assert.Equal("level 1 #4 Buy 42: 4 in 1", events[^1]);
    }

    [Fact]
    public void The_rested_remainder_is_a_maker_and_expires_as_signed()
    {
        var venue = Venue.Open();
        venue.Sell(Bob, 2, 40);
        venue.Send(Taker with { ExpirySeconds = (ulong)(Venue.StartNs / Limits.NsPerSecond) + 10 });

        Assert.StartsWith("trade 2 #5 Sell 1@45", venue.Sell(Carol, 1, 45)[1], StringComparison.Ordinal);
        venue.NowNs += 10 * Limits.NsPerSecond;
        Assert.StartsWith("alice.5 EXPIRED 8 EXPIRED 3 after 3", venue.Tick()[0], StringComparison.Ordinal);
    }

    [Fact]
    public void Without_an_opposite_side_it_is_refused_all_the_same() =>
        Assert.Equal(["alice.2 rejected NO_LIQUIDITY"], Venue.Open().Send(Taker));

    [Fact]
    public void A_full_book_refuses_what_may_have_to_rest()
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxOpenOrders = 1 });
        venue.Sell(Bob, 2, 40);

        Assert.Equal(["alice.2 rejected LIMIT_REACHED"], venue.Send(Taker));
        Assert.Equal(4, venue.Send(Taker with { Flags = OrderFlags.None }).Length);
    }

    [Fact]
    [Trait("rule", "S2")]
    public void A_remainder_before_an_own_order_is_stopped_and_does_not_rest()
    {
        var venue = Venue.Open();
        venue.Sell(Alice, 2, 40);

        Assert.StartsWith("alice.5 STOPPED 8 SELF_TRADE 6 after 0", venue.Send(Taker)[2], StringComparison.Ordinal);
        Assert.Equal(1, venue.Engine.View.OpenOrders);
    }
}
