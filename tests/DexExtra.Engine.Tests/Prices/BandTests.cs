using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Prices;

/// <summary>B2, B3, B4: entry band, execution band, volatility triggers.</summary>
[Trait("rule", "B3")]
public sealed class BandTests
{
    private static readonly TradingRules Around50 = TradingRules.Default with
    {
        Flags = TradingFlags.HasInitialReference,
        InitialReferenceTicks = 50,
        AuctionRandomSeconds = 0,
    };

    [Fact]
    [Trait("rule", "B2")]
    public void Aggressive_limits_outside_the_entry_band_are_refused()
    {
        var venue = Venue.Open();
        venue.SetRules(Around50 with { EntryBandTicks = 10 });
        Assert.Contains("accepted", venue.Buy(Traders.Alice, 1, 60)[0]);
        Assert.Contains("rejected PRICE_OUTSIDE_BAND", venue.Buy(Traders.Alice, 1, 61)[0]);
        Assert.Contains("accepted", venue.Buy(Traders.Alice, 1, 1)[0]);
        Assert.Contains("rejected PRICE_OUTSIDE_BAND", venue.Sell(Traders.Bob, 1, 39)[0]);
        Assert.Contains("accepted", venue.Sell(Traders.Bob, 1, 99)[0]);
    }

    [Fact]
    public void A_persistent_limit_rests_at_the_edge_and_an_auction_begins()
    {
        var venue = Venue.Open();
        venue.SetRules(Around50 with { ExecutionBandTicks = 5 });
        venue.Sell(Traders.Bob, 1, 55);
        venue.Sell(Traders.Bob, 1, 56);

        var events = venue.Buy(Traders.Alice, 3, 60);

        Assert.StartsWith("trade 1 ", events[1], StringComparison.Ordinal);
        Assert.Contains("AUCTION by EXECUTION_BAND, VOLATILITY call 1 until 1700000060000000000", events[2]);
        Assert.Contains("1@60, surplus Buy 1", events[3]);
        Assert.Contains("2 in 1", events[^1]);
    }

    [Fact]
    public void Others_are_cancelled_at_the_edge()
    {
        var venue = Venue.Open();
        venue.SetRules(Around50 with { ExecutionBandTicks = 5 });
        venue.Sell(Traders.Bob, 1, 56);
        var ticket = new OrderTicket(Traders.Alice, Side.Buy, 1, 60) { TimeInForce = TimeInForce.ImmediateOrCancel };
        Assert.Contains("EXECUTION_BAND", venue.Send(ticket)[1]);
        Assert.Empty(venue.Events<MarketStateChanged>(EventType.MarketStateChanged));
    }

    [Fact]
    [Trait("rule", "B4")]
    public void Breached_triggers_add_their_seconds_and_the_history_begins_anew_after_the_auction()
    {
        var venue = Venue.Open();
        venue.SetRules(Around50 with
        {
            ExecutionBandTicks = 20,
            FirstTrigger = new VolatilityTrigger { Ticks = 3, HorizonSeconds = 10, AuctionSeconds = 7 },
            SecondTrigger = new VolatilityTrigger { Ticks = 30, HorizonSeconds = 10, AuctionSeconds = 70 },
            ThirdTrigger = new VolatilityTrigger { Ticks = 4, HorizonSeconds = 1, AuctionSeconds = 700 },
        });
        Trade(venue, 50);
        venue.NowNs += 5 * Limits.NsPerSecond;
        venue.Sell(Traders.Bob, 1, 55);
        var events = venue.Buy(Traders.Alice, 1, 55);
        Assert.Contains("AUCTION by VOLATILITY_TRIGGER, VOLATILITY call 1 until 1700000712000000000", events[1]);
        venue.Pass(707);
        Assert.Single(venue.Events<Traded>(EventType.Traded));

        venue.Pass(1);
        Trade(venue, 58);
        Assert.Single(venue.Events<Traded>(EventType.Traded));
        venue.Sell(Traders.Bob, 1, 59);
        Assert.Contains("VOLATILITY call 2", venue.Buy(Traders.Alice, 1, 59)[1]);
    }

    [Fact]
    [Trait("rule", "B4")]
    public void The_price_one_horizon_ago_is_the_last_one_of_its_second()
    {
        var venue = Venue.Open();
        venue.SetRules(Around50 with
        {
            FirstTrigger = new VolatilityTrigger { Ticks = 3, HorizonSeconds = 10, AuctionSeconds = 7 },
        });
        Trade(venue, 50);
        Trade(venue, 52);
        venue.Pass(4);
        Trade(venue, 55);
        venue.Pass(9.9);
        venue.Sell(Traders.Bob, 1, 56);
        Assert.Contains("VOLATILITY call 1", venue.Buy(Traders.Alice, 1, 56)[1]);
    }

    [Fact]
    [Trait("rule", "B4")]
    public void A_second_exactly_one_horizon_ago_counts()
    {
        var venue = Venue.Open();
        venue.SetRules(Around50 with
        {
            FirstTrigger = new VolatilityTrigger { Ticks = 3, HorizonSeconds = 10, AuctionSeconds = 7 },
        });
        Trade(venue, 52);
        venue.Pass(4);
        Trade(venue, 55);
        venue.Pass(10);
        Trade(venue, 58);
        Assert.Single(venue.Events<Traded>(EventType.Traded));
    }

    private static void Trade(Venue venue, long priceTicks)
    {
        venue.Sell(Traders.Bob, 1, priceTicks);
        venue.Buy(Traders.Alice, 1, priceTicks);
    }
}
