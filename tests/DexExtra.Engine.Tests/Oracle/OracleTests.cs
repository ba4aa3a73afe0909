using DexExtra.Engine.Oracle;
using DexExtra.Engine.Tests.Auctions;
using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Oracle;

/// <summary>M4–M8: proposals, disputes, values, and what happens without an answer.</summary>
public sealed class OracleTests
{
    private const long Half = FixedPoint.One / 2;

    [Theory]
    [Trait("rule", "M4")]
    [InlineData(7, 2, 4)]
    [InlineData(-7, 2, -4)]
    [InlineData(5, 2, 3)]
    [InlineData(-5, 2, -3)]
    [InlineData(4, 3, 1)]
    [InlineData(-4, 3, -1)]
    [InlineData(5, 3, 2)]
    [InlineData(-5, 3, -2)]
    [InlineData(0, 3, 0)]
    [InlineData(-1, 1, -1)]
    public void Halves_are_rounded_away_from_zero(long amount, long divisor, long expected) =>
        Assert.Equal(expected, HalfAway.Divide(amount, divisor));

    [Fact]
    [Trait("rule", "M4")]
    public void The_largest_values_are_rounded_without_overflow()
    {
        Assert.Equal(Int128.MinValue, HalfAway.Divide(Int128.MinValue, 1));
        Assert.Equal(Int128.MaxValue / 3, HalfAway.Divide(Int128.MaxValue, 3));
    }

    [Fact]
    [Trait("rule", "M5")]
    public void A_proposal_waits_for_the_publication()
    {
        var venue = LifeCommands.Open();
        Assert.Equal(["OracleUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Propose(40 * FixedPoint.One));
        venue.At(LifeCommands.Answer - 1);
        Assert.Equal(["OracleUpdate 1 rejected TOO_EARLY"], venue.Propose(40 * FixedPoint.One));
        venue.At(LifeCommands.Answer);
        Assert.Equal(
            ["result 1 #2 PROPOSED 40", "market 1 #3 RESULT_PROPOSED by ORACLE"], venue.Propose(40 * FixedPoint.One));
    }

    [Fact]
    [Trait("rule", "M5")]
    public void A_result_is_confirmed_when_nobody_may_dispute_it_any_more()
    {
        var venue = LifeCommands.Open();
        venue.At(LifeCommands.Answer);
        venue.Propose(40 * FixedPoint.One, 1, liveness: 20);
        venue.At(LifeCommands.Answer + 19);
        Assert.Equal(["OracleUpdate 1 rejected TOO_EARLY"], venue.Say(OracleUpdateKind.Confirmed));
        venue.At(LifeCommands.Answer + 20);
        Assert.Equal(
            ["result 1 #4 CONFIRMED 40", "market 1 #5 SETTLING by ORACLE"], venue.Say(OracleUpdateKind.Confirmed));

        var rejected = LifeCommands.Open();
        rejected.At(LifeCommands.Answer);
        rejected.Propose(40 * FixedPoint.One, 1, liveness: 20);
        Assert.Equal("result 1 #4 REJECTED", rejected.Say(OracleUpdateKind.Rejected)[0]);
        rejected.Propose(41 * FixedPoint.One, 2);
        Assert.Equal("result 1 #8 CONFIRMED 41", rejected.Say(OracleUpdateKind.Confirmed, 2)[0]);
    }

    [Fact]
    [Trait("rule", "M6")]
    public void After_a_dispute_its_answer_counts_at_once()
    {
        var venue = LifeCommands.Open();
        venue.At(LifeCommands.Answer);
        venue.Propose(40 * FixedPoint.One, 1, liveness: 20);
        venue.Say(OracleUpdateKind.Disputed);
        Assert.Equal(
            ["result 1 #6 CONFIRMED 40", "market 1 #7 SETTLING by ORACLE"], venue.Say(OracleUpdateKind.Confirmed));
    }

    [Fact]
    [Trait("rule", "M5")]
    public void Only_the_active_assertion_counts_and_a_rejected_one_never_again()
    {
        var venue = LifeCommands.Open();
        venue.At(LifeCommands.Answer);
        venue.Propose(40 * FixedPoint.One, 7);

        Assert.Equal(["OracleUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Propose(41 * FixedPoint.One, 8));
        Assert.Equal(["OracleUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Say(OracleUpdateKind.Confirmed, 8));
        Assert.Equal(["OracleUpdate 1 rejected INVALID_PARAMETERS"], venue.Say(OracleUpdateKind.Confirmed, 0));
        Assert.Equal(["OracleUpdate 1 rejected INVALID_PARAMETERS"], venue.Say((OracleUpdateKind)5, 7));
        Assert.Equal(
            ["result 1 #4 REJECTED", "market 1 #5 TRADING_TERMINATED by ORACLE"],
            venue.Say(OracleUpdateKind.Rejected, 7));
        Assert.Equal(["OracleUpdate 1 rejected ILLEGAL_TRANSITION"], venue.Propose(40 * FixedPoint.One, 7));
        Assert.Equal("result 1 #6 PROPOSED 41", venue.Propose(41 * FixedPoint.One, 8)[0]);
    }

    [Theory]
    [Trait("rule", "M8")]
    [InlineData(OutOfRange.Clamp, 1_005, "PROPOSED 100")]
    [InlineData(OutOfRange.Clamp, -5, "PROPOSED 0")]
    [InlineData(OutOfRange.Ignore, 1_005, "rejected INVALID_PARAMETERS")]
    [InlineData(OutOfRange.Ignore, -5, "rejected INVALID_PARAMETERS")]
    [InlineData(OutOfRange.Ignore, 1_000, "PROPOSED 100")]
    [InlineData(OutOfRange.Ignore, 1_004, "PROPOSED 100")]
    [InlineData(OutOfRange.Ignore, -4, "PROPOSED 0")]
    public void Values_outside_floor_and_cap(OutOfRange rule, long tenths, string expected)
    {
        var venue = LifeCommands.Open(terms => terms with { Life = terms.Life with { OutOfRange = rule } });
        venue.At(LifeCommands.Answer);

        Assert.EndsWith(expected, venue.Propose(tenths * (FixedPoint.One / 10))[0], StringComparison.Ordinal);
    }

    [Theory]
    [Trait("rule", "M4")]
    [InlineData(-25, -13)]
    [InlineData(25, 13)]
    [InlineData(-24, -12)]
    [InlineData(-101, -50)]
    public void Values_below_zero_become_ticks(long quarters, long ticks)
    {
        // a tick of this market is 0.5, so a quarter is half a tick
        var venue = LifeCommands.Open(terms => TestMarkets.NegativeTerms with
        {
            MarketId = TestMarkets.Plain,
            Life = terms.Life,
        });
        venue.At(LifeCommands.Answer);

        Assert.Contains($"PROPOSED {ticks}", venue.Propose(quarters * (Half / 2))[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "M7")]
    public void Without_an_answer_the_deadline_decides()
    {
        var venue = LifeCommands.Open();
        Assert.Single(venue.At(LifeCommands.Deadline - 1));
        var events = venue.At(LifeCommands.Deadline);
        Assert.EndsWith("SETTLING by FALLBACK", events[0], StringComparison.Ordinal);
        Assert.EndsWith(", fallback", events[1], StringComparison.Ordinal);

        var proposed = LifeCommands.Open();
        proposed.At(LifeCommands.Answer);
        proposed.Propose(40 * FixedPoint.One);
        Assert.EndsWith("SETTLING by FALLBACK", proposed.At(LifeCommands.Deadline)[0], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "M7")]
    public void The_deadline_stands_still_during_disputes()
    {
        var venue = LifeCommands.Open();
        venue.At(LifeCommands.Answer);
        venue.Propose(40 * FixedPoint.One, 1);
        venue.At(LifeCommands.Answer + 100);
        venue.Say(OracleUpdateKind.Disputed, 1);
        Assert.Empty(venue.At(LifeCommands.Deadline + 5_000));
        venue.Say(OracleUpdateKind.Rejected, 1);
        venue.Propose(42 * FixedPoint.One, 2);
        venue.At(LifeCommands.Deadline + 5_010);
        venue.Say(OracleUpdateKind.Disputed, 2);
        venue.At(LifeCommands.Deadline + 5_020);
        venue.Say(OracleUpdateKind.Rejected, 2);

        // 1,150 − 250 + 5,000 + 10 = the disputes took so long
        const long Prolonged = (LifeCommands.Deadline + 5_000 - LifeCommands.Answer - 100) + 10;
        Assert.Empty(venue.At(LifeCommands.Deadline + Prolonged - 1));
        Assert.Contains("SETTLING by FALLBACK", venue.At(LifeCommands.Deadline + Prolonged)[0], StringComparison.Ordinal);
    }

    [Theory]
    [Trait("rule", "M6")]
    [InlineData(OracleUpdateKind.Confirmed, "SETTLING by ORACLE")]
    [InlineData(OracleUpdateKind.Rejected, "TRADING_TERMINATED by ORACLE")]
    public void A_dispute_ends_either_way(OracleUpdateKind answer, string state)
    {
        var venue = LifeCommands.Open();
        venue.At(LifeCommands.Answer);
        venue.Propose(40 * FixedPoint.One);
        Assert.Equal(
            ["result 1 #4 DISPUTED", "market 1 #5 DISPUTED by ORACLE"], venue.Say(OracleUpdateKind.Disputed));
        Assert.Contains(state, venue.Say(answer)[1], StringComparison.Ordinal);
    }

    [Fact]
    [Trait("rule", "M7")]
    public void The_mean_mark_weighs_each_mark_by_its_time_inside_the_window()
    {
        var venue = Windowed(100);
        Quote(venue, 39, 41);
        venue.At(LifeCommands.Termination - 500);
        venue.SetState(MarketState.Suspended);
        venue.At(LifeCommands.Termination - 30);
        venue.SetState(MarketState.Continuous);
        Quote(venue, 53, 55);

        venue.At(LifeCommands.Termination - 29);
        var before = venue.MarketOf().Prices.MarkTicks;
        venue.Expire();

        // 40 for 71 s, then one more mark for 29 s; the window has 100 s
        Assert.NotEqual(40, before);
        Assert.Equal(100 * Limits.NsPerSecond, venue.MarketOf().MarkMean.CountedNs);
        Assert.Equal(
            ((71 * 40) + (29 * before)) * Limits.NsPerSecond, venue.MarketOf().MarkMean.TickNs);
        var mean = (long)decimal.Round(((71 * 40) + (29 * before)) / 100m, MidpointRounding.AwayFromZero);
        Assert.Equal(mean, venue.MarketOf().Result.SettlementTicks);
        Assert.False(venue.MarketOf().Result.IsVoid);
    }

    [Fact]
    [Trait("rule", "M7")]
    public void The_window_begins_with_the_first_mark_and_without_time_the_last_one_counts()
    {
        var late = Windowed(100);
        late.At(LifeCommands.Termination - 10);
        Quote(late, 29, 31);
        late.At(LifeCommands.Termination - 9);
        late.At(LifeCommands.Termination);
        Assert.Equal(9 * Limits.NsPerSecond, late.MarketOf().MarkMean.CountedNs);

        var none = Windowed(0);
        Quote(none, 29, 31);
        none.At(LifeCommands.Termination - 9);
        none.Expire();
        Assert.Equal((30, false), (none.MarketOf().Result.SettlementTicks, none.MarketOf().Result.IsVoid));

        var early = Windowed(100);
        Quote(early, 29, 31);
        early.At(5);
        early.SetState(MarketState.TradingTerminated);
        early.At(LifeCommands.Deadline);
        Assert.Equal((30, 0), (early.MarketOf().Result.SettlementTicks, early.MarketOf().MarkMean.CountedNs));

        var unmarked = Windowed(100);
        unmarked.Expire();
        Assert.True(unmarked.MarketOf().Result.IsVoid);
    }

    private static Venue Windowed(uint seconds) => LifeCommands.Open(terms => terms with
    {
        Life = terms.Life with { FallbackWindowSeconds = seconds },
    });

    private static void Quote(Venue venue, long bid, long ask)
    {
        venue.Apply(CommandType.MassCancel, new MassCancel { Account = Traders.Alice, ClientOrderId = 1_000 });
        venue.Buy(Traders.Alice, 1, bid);
        venue.Sell(Traders.Alice, 1, ask);
    }
}
