using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Oracle;

/// <summary>M2: the end of trading, by time and by hand.</summary>
[Trait("rule", "M2")]
public sealed class TerminationTests
{
    private const ulong EndSeconds = (ulong)((Venue.StartNs / Limits.NsPerSecond) + LifeCommands.Termination);

    [Fact]
    public void Time_ends_trading_publishes_the_mark_and_sweeps()
    {
        var venue = LifeCommands.Open();
        venue.Buy(Traders.Alice, 2, 40);
        venue.Sell(Traders.Bob, 3, 50);
        Assert.Equal(["mark 1 #3 45"], venue.At(LifeCommands.Termination - 1));

        Assert.Equal(
            [
                "market 1 #4 TRADING_TERMINATED by TERMINATION",
                "mark 1 #5 45",
                "alice.3 STOPPED 7 MARKET_CLOSED 2 after 0, released 80, has 10000+0",
                "bob.3 STOPPED 8 MARKET_CLOSED 3 after 0, released 150, has 10000+0",
                "level 1 #6 Buy 40: 0 in 0",
                "level 1 #7 Sell 50: 0 in 0",
            ],
            venue.At(LifeCommands.Termination));
        Assert.Contains("rejected MARKET_STATE_FORBIDS", venue.Buy(Traders.Alice, 1, 40)[0], StringComparison.Ordinal);
        Assert.Empty(venue.Pass(5));
    }

    [Fact]
    public void The_command_of_the_very_second_comes_too_late()
    {
        var venue = LifeCommands.Open();
        venue.Sell(Traders.Bob, 3, 50);
        venue.NowNs = Venue.StartNs + (LifeCommands.Termination * Limits.NsPerSecond);

        var events = venue.Buy(Traders.Alice, 1, 50);

        Assert.Contains("TRADING_TERMINATED by TERMINATION", events[0], StringComparison.Ordinal);
        Assert.Contains("alice.2 rejected MARKET_STATE_FORBIDS", events);
        Assert.DoesNotContain(events, line => line.StartsWith("trade", StringComparison.Ordinal));
    }

    [Fact]
    public void Operators_end_trading_early_in_the_same_way()
    {
        var venue = LifeCommands.Open();
        venue.Buy(Traders.Alice, 2, 40);
        venue.Sell(Traders.Bob, 3, 50);
        venue.Pass(1);

        var events = venue.SetState(MarketState.TradingTerminated);

        Assert.Equal(["market 1 #4 TRADING_TERMINATED by ADMIN", "mark 1 #5 45"], events[..2]);
        Assert.Empty(venue.At(LifeCommands.Termination));
    }

    [Theory]
    [InlineData(MarketState.Halted)]
    [InlineData(MarketState.CancelOnly)]
    [InlineData(MarketState.PostOnly)]
    [InlineData(MarketState.ReduceOnly)]
    [InlineData(MarketState.Suspended)]
    public void Every_state_of_trading_ends(MarketState state)
    {
        var venue = LifeCommands.Open();
        venue.SetState(state);

        Assert.Equal(["market 1 #2 TRADING_TERMINATED by TERMINATION"], venue.At(LifeCommands.Termination));
    }

    [Fact]
    public void A_running_call_uncrosses_first()
    {
        var venue = LifeCommands.Open();
        venue.StartAuction(AuctionKind.Scheduled, 3_000, 30);
        venue.Buy(Traders.Alice, 2, 50);
        venue.Sell(Traders.Bob, 3, 50);

        var events = venue.At(LifeCommands.Termination);

        Assert.StartsWith("uncrossed 1 #", events[0], StringComparison.Ordinal);
        Assert.Contains("auction 1 2@50", events[1], StringComparison.Ordinal);
        Assert.Contains(events, line => line.Contains("TRADING_TERMINATED by TERMINATION", StringComparison.Ordinal));
        Assert.Contains(events, line => line.Contains("bob", StringComparison.Ordinal)
            && line.Contains("MARKET_CLOSED 1 after 2", StringComparison.Ordinal));
        Assert.Equal(2, venue.Engine.View.OpenInterest(TestMarkets.Plain));
    }

    [Fact]
    [Trait("rule", "A5")]
    public void Outside_its_collar_a_call_ends_without_a_price()
    {
        var venue = LifeCommands.Open();
        venue.Meet(Traders.Alice, Traders.Bob, 1, 50);
        venue.SetRules(TradingRules.Default with { CollarTicks = 5, MaxExtensions = 3 });
        venue.StartAuction(AuctionKind.Scheduled, 3_000);
        venue.Buy(Traders.Alice, 2, 80);
        venue.Sell(Traders.Bob, 2, 80);

        var events = venue.At(LifeCommands.Termination);

        Assert.Contains("no price", events[0], StringComparison.Ordinal);
        Assert.Contains(events, line => line.Contains("TRADING_TERMINATED by TERMINATION", StringComparison.Ordinal));
        Assert.Equal(1, venue.Engine.View.OpenInterest(TestMarkets.Plain));
    }

    [Fact]
    public void In_a_halt_of_the_venue_a_call_is_dropped()
    {
        var venue = LifeCommands.Open();
        venue.StartAuction(AuctionKind.Scheduled, 10);
        venue.Buy(Traders.Alice, 2, 50);
        venue.Sell(Traders.Bob, 3, 50);
        venue.Halt(1);
        Assert.Empty(venue.Pass(20));

        var events = venue.At(LifeCommands.Termination);

        Assert.Contains("TRADING_TERMINATED by TERMINATION", events[0], StringComparison.Ordinal);
        Assert.Equal(0, venue.Engine.View.OpenInterest(TestMarkets.Plain));
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "O-TWAP")]
    public void No_slice_trades_in_the_second_of_the_end()
    {
        var venue = LifeCommands.Open();
        venue.Buy(Traders.Bob, 50, 49);
        venue.Sell(Traders.Bob, 50, 50);
        venue.At(LifeCommands.Termination - 300);
        venue.SendTwap(new OrderTicket(Traders.Alice, Side.Buy, 20, 60), 600, 300, 30);

        var events = venue.At(LifeCommands.Termination);

        Assert.DoesNotContain(events, line => line.StartsWith("trade", StringComparison.Ordinal));
        Assert.Equal(0, venue.Engine.View.OpenOrders);
    }

    [Fact]
    [Trait("rule", "B6")]
    public void An_outage_over_the_end_starts_no_call()
    {
        var venue = LifeCommands.Open();
        venue.SetRules(TradingRules.Default with { OutageSeconds = 5 });

        Assert.Equal(
            ["market 1 #2 TRADING_TERMINATED by TERMINATION"], venue.At(LifeCommands.Termination + 40));
    }

    [Fact]
    public void A_long_sweep_ends_before_the_payout()
    {
        var venue = LifeCommands.Open(
            terms => terms with
            {
                Life = Lives.Ending(EndSeconds) with
                {
                    ObservationEndSeconds = EndSeconds,
                    PublicationDelaySeconds = 0,
                    FallbackDeadlineSeconds = EndSeconds + 1,
                },
            },
            Venue.SmallOptions);
        for (var order = 0; order < 4_100; order++)
        {
            venue.Buy(Traders.Alice, 1, 1);
        }

        Assert.Equal(4_096, venue.At(LifeCommands.Termination).Count(line => line.Contains("MARKET_CLOSED")));
        Assert.Equal(0, venue.Tick().Count(line => line.Contains("SETTLED")));
        Assert.Equal(0, venue.Engine.View.OpenOrders);
        var last = venue.At(LifeCommands.Termination + 1);
        Assert.Contains("SETTLING by FALLBACK", last[0], StringComparison.Ordinal);
        Assert.Contains("SETTLED by PAYOUT_COMPLETE", last[^1], StringComparison.Ordinal);
    }
}
