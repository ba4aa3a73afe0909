using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Auctions;

/// <summary>A6, S6: finding who trades how much goes on over several commands, in which the book stands still.</summary>
[Trait("rule", "A6")]
public sealed class AllotmentSliceTests
{
    [Fact]
    public void Trades_begin_when_all_orders_have_been_visited_and_carry_the_time_of_the_end_of_the_call()
    {
        var venue = Call(perCommand: 2);
        var other = venue.Sequence + 1;
        venue.Buy(Traders.Alice, 3, 60);
        venue.Buy(Traders.Alice, 3, 60);
        venue.Sell(Traders.Bob, 2, 40);
        venue.Sell(Traders.Bob, 2, 40);
        venue.Sell(Traders.Bob, 2, 40);

        Assert.Empty(venue.Pass(60));
        var endNs = venue.NowNs;
        venue.NowNs += Limits.NsPerSecond;
        var refused = Assert.Single(venue.Cancel(Traders.Alice, other));
        Assert.Contains("rejected MARKET_UNCROSSING", refused);

        venue.Pass(1);
        var uncrossed = Assert.Single(venue.Events<AuctionUncrossed>(EventType.AuctionUncrossed));
        Assert.Equal((6, 0), (uncrossed.VolumeLots, uncrossed.PreventedLots));
        var trades = venue.Events<Traded>(EventType.Traded);
        Assert.Equal([2L, 1L, 1L, 2L], trades.Select(trade => trade.QuantityLots));
        Assert.All(trades, trade => Assert.Equal(endNs, trade.MatchedNs));
        Assert.Single(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));
    }

    [Fact]
    public void The_state_hash_tells_how_far_the_visits_are()
    {
        var (slow, fast) = (Call(perCommand: 1), Call(perCommand: 2));
        foreach (var venue in (Venue[])[slow, fast])
        {
            venue.Buy(Traders.Alice, 2, 60);
            venue.Buy(Traders.Alice, 2, 60);
            venue.Sell(Traders.Alice, 2, 40);
            venue.Sell(Traders.Bob, 2, 40);
            Assert.Empty(venue.Pass(60));
        }

        for (var command = 0; command < 6; command++)
        {
            Assert.NotEqual(slow.Engine.StateHash(), fast.Engine.StateHash());
            slow.Tick();
            fast.Tick();
        }

        Assert.Equal(slow.Engine.StateHash(), fast.Engine.StateHash());
    }

    [Fact]
    [Trait("rule", "S6")]
    public void The_owner_with_an_excess_is_looked_at_again_before_anything_is_prevented()
    {
        var venue = Call(perCommand: 4);
        venue.Buy(Traders.Alice, 1, 60);
        venue.Buy(Traders.Alice, 1, 60);
        venue.Sell(Traders.Alice, 1, 40);
        venue.Sell(Traders.Alice, 1, 40);
        venue.Pass(60);
        Assert.Equal(2, Assert.Single(venue.Events<AuctionUncrossed>(EventType.AuctionUncrossed)).PreventedLots);
        Assert.Empty(venue.Events<PreventedMatch>(EventType.PreventedMatch));

        venue.Tick();
        Assert.Equal(2, venue.Events<PreventedMatch>(EventType.PreventedMatch).Count);
    }

    [Fact]
    [Trait("rule", "O-GTDX")]
    public void No_order_of_the_market_falls_due_while_lots_are_allotted_and_none_that_is_due_trades_after()
    {
        var venue = Call(perCommand: 1);
        var expiry = (ulong)(venue.NowNs / Limits.NsPerSecond) + 61;
        venue.Send(new OrderTicket(Traders.Alice, Side.Buy, 3, 60) { ExpirySeconds = expiry });
        var bid = venue.Sequence;
        venue.Send(new OrderTicket(Traders.Alice, Side.Buy, 1, 30) { ExpirySeconds = expiry });
        venue.Sell(Traders.Bob, 1, 40);
        Assert.Empty(venue.Pass(60));

        // the last allotment and its trade; what is due stays, and the market in its call
        venue.Pass(1);
        Assert.Equal(bid, Assert.Single(venue.Events<Traded>(EventType.Traded)).Buy.OrderId);
        Assert.Empty(venue.Events<OrderCancelled>(EventType.OrderCancelled));
        Assert.Empty(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));

        venue.Tick();
        Assert.Equal(
            [CancelReason.Expired, CancelReason.Expired],
            venue.Events<OrderCancelled>(EventType.OrderCancelled).Select(cancelled => cancelled.Reason));
        Assert.Single(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));
    }

    private static Venue Call(int perCommand)
    {
        var venue = Venue.Open(Venue.SmallOptions with { MaxAllottedPerCommand = perCommand });
        venue.StartAuction(AuctionKind.Scheduled);
        return venue;
    }
}
