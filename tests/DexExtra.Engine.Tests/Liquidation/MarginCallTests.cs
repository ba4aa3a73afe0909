using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;
using static DexExtra.Engine.Tests.Harness.Traders;
using static DexExtra.Engine.Tests.Liquidation.LiquidationVenue;

namespace DexExtra.Engine.Tests.Liquidation;

/// <summary>L1: reviews, levels and the conditions under which a unit is liquidated.</summary>
public sealed class MarginCallTests
{
    [Fact]
    [Trait("rule", "L1")]
    public void A_level_is_reported_when_it_changes_and_only_then()
    {
        var venue = LongAlice();

        Assert.Empty(Calls(venue.Mark(Cross, 48)));
        Assert.Equal(["alice None -> Warning: 74 of 50/100"], Calls(Marked(venue, 47, 104)));
        Assert.Empty(Calls(venue.Mark(Cross, 47)));
        Assert.Equal(["alice Warning -> MarginCall: 50 of 50/100"], Calls(Marked(venue, 45, 100)));
        Assert.Equal(["alice MarginCall -> Warning: 60 of 50/100"], Calls(venue.Mark(Cross, 46)));
        Assert.Equal(["alice Warning -> None: 80 of 50/100"], Calls(venue.Mark(Cross, 48)));
        Assert.Equal(["alice None -> Liquidation: 49 of 50/100"], Calls(Marked(venue, 45, 99)));
    }

    [Fact]
    [Trait("rule", "L1")]
    public void A_deposit_and_a_fill_are_reviewed_without_a_new_mark()
    {
        var venue = LongAlice();
        venue.Mark(Cross, 46);

        venue.Venue.Deposit(Alice, 100);
        Assert.Equal(["alice Warning -> None: 160 of 50/100"], venue.Lines);

        venue.SetCash(Alice, 105);
        venue.Venue.Deposit(Carol, 100_000);
        venue.Order(Cross, Carol, Side.Buy, 1, 46);
        Assert.Contains("alice None -> Warning: 65 of 45/90", venue.Order(Cross, Alice, Side.Sell, 1, 46));
    }

    [Fact]
    [Trait("rule", "L1")]
    public void Isolated_positions_are_units_of_their_own()
    {
        var venue = LongAlice();
        venue.Trade(Isolated, Alice, Bob, 10, 50);
        venue.SetBucket(Alice, 90);
        venue.SetCash(Alice, 100);

        Assert.Equal(["alice None -> MarginCall in 2: 50 of 50/100"], Calls(venue.Mark(Isolated, 46)));
        Assert.Equal(["alice None -> Warning: 70 of 50/100"], Calls(venue.Mark(Cross, 47)));
    }

    [Fact]
    [Trait("rule", "M3")]
    public void In_the_ramp_every_second_is_reviewed()
    {
        var venue = LongAlice();
        venue.SetRisk(Cross, Parameters with { RampSeconds = 100, JumpTicks = 20 });
        venue.Venue.NowNs = (long)(Terms(Cross, MarginMode.Cross).Life.TerminationSeconds - 100) * Limits.NsPerSecond;
        venue.PutMark(Cross, 48);
        venue.Tick(0);

        // maintenance ticks 5 + 15 × elapsed / 100 rounded up: at 3 s 6, at 40 s 11
        Assert.DoesNotContain(venue.Tick(), line => line.Contains("Liquidation", StringComparison.Ordinal));
        Assert.Equal(["alice Warning -> Liquidation: 80 of 110/140"], Calls(venue.Tick(39)));
    }

    [Fact]
    [Trait("rule", "L1")]
    public void A_pass_is_sliced_and_a_change_during_it_starts_another()
    {
        var venue = new LiquidationVenue(Venue.SmallOptions with { MaxPositionVisitsPerCommand = 1 });
        venue.Trade(Cross, Alice, Bob, 10, 50);
        venue.Trade(Cross, Carol, Bob, 20, 50);
        venue.Settle();
        venue.SetCash(Alice, 100);

        // the pass visits bob, alice, carol; alice's position is long ago passed when the mark falls again
        venue.PutMark(Cross, 46);
        Assert.Empty(Calls(venue.Tick()));
        Assert.Equal(["alice None -> Warning: 60 of 50/100"], Calls(venue.Tick()));
        venue.PutMark(Cross, 45);
        Assert.Empty(Calls(venue.Tick()));
        Assert.Empty(Calls(venue.Tick()));
        Assert.Equal(["alice Warning -> MarginCall: 50 of 50/100"], Calls(venue.Tick()));
    }

    [Theory]
    [Trait("rule", "L1")]
    [InlineData(MarketState.Halted)]
    [InlineData(MarketState.CancelOnly)]
    [InlineData(MarketState.Suspended)]
    public void In_a_market_that_is_not_open_nothing_is_called_or_liquidated(MarketState closed)
    {
        var venue = LongAlice();
        venue.Venue.Apply(CommandType.SetMarketState, new SetMarketState { MarketId = Cross, State = closed });
        venue.Mark(Cross, 44);

        Assert.Empty(venue.Settle());
        Assert.Equal(0, venue.State.Liquidations.Count);

        venue.Venue.Apply(CommandType.SetMarketState, new SetMarketState { MarketId = Cross, State = MarketState.Continuous });
        Assert.Equal(["alice None -> Liquidation: 40 of 50/100"], Calls(venue.Lines));
    }

    [Fact]
    [Trait("rule", "B7")]
    public void A_stale_mark_stops_a_liquidation_until_it_is_fresh_again()
    {
        var venue = LongAlice();
        venue.Venue.Apply(CommandType.SetTradingRules, new SetTradingRules
        {
            MarketId = Cross,
            Rules = TradingRules.Default with { MinMarkDepthLots = 1_000_000_000, MarkMaxAgeSeconds = 10 },
        });
        venue.Mark(Cross, 44);
        Assert.Equal(1, venue.State.Liquidations.Count);

        Assert.Equal(["bob ranked 5"], venue.Tick(10));
        Assert.Empty(venue.Tick());
        Assert.Equal(1, venue.State.Liquidations.Count);
        Assert.Equal(10, venue.Lots(Cross, Alice));

        venue.PutMark(Cross, 44);
        Assert.Equal(
            [
                "alice RiskOrders: 40 of 50", "alice AllOrders: 40 of 50",
                "alice Reducing in 1 0 to 40, bankrupt 40, paid 0, fee 0: 40 of 50",
            ],
            venue.Tick().Where(line => !line.Contains("ranked", StringComparison.Ordinal)));
    }

    [Fact]
    [Trait("rule", "L5")]
    public void Every_winner_is_told_its_fifth_and_losers_none()
    {
        var venue = new LiquidationVenue();
        for (var owner = 10; owner < 20; owner++)
        {
            venue.Trade(Cross, Alice, Of(owner), 1, 50);
            venue.SetCash(Of(owner), 10 * (1 << (owner - 10)));
        }

        // u = 10 each; equity 20, 30, 50, 90 …: scores fall by about half each
        venue.Mark(Cross, 40);
        Assert.Equal(
            [
                "owner10 ranked 5", "owner11 ranked 5", "owner12 ranked 4", "owner13 ranked 4", "owner14 ranked 3",
                "owner15 ranked 3", "owner16 ranked 2", "owner17 ranked 2", "owner18 ranked 1", "owner19 ranked 1",
            ],
            venue.Mark(Cross, 40).Where(line => line.Contains("ranked", StringComparison.Ordinal)));

        venue.Mark(Cross, 51);
        venue.Mark(Cross, 51);
        Assert.All(Enumerable.Range(10, 10), owner => Assert.Equal(0, venue.PositionOf(Cross, Of(owner)).Quantile));
        Assert.NotEqual(0, venue.PositionOf(Cross, Alice).Quantile);
    }

    /// <summary>Alice is long 10 from 50 with 100 in cash, bob short.</summary>
    private static LiquidationVenue LongAlice()
    {
        var venue = new LiquidationVenue();
        venue.Trade(Cross, Alice, Bob, 10, 50);
        venue.Settle();
        venue.SetCash(Alice, 100);
        return venue;
    }

    private static string[] Marked(LiquidationVenue venue, long ticks, long cash)
    {
        venue.SetCash(Alice, cash);
        return venue.Mark(Cross, ticks);
    }

    private static string[] Calls(string[] lines) =>
        [.. lines.Where(line => line.Contains("->", StringComparison.Ordinal))];
}
