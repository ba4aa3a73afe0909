using DexExtra.Engine.Tests.Harness;
using DexExtra.Messages;

namespace DexExtra.Engine.Tests.Margin;

/// <summary>docs/money.md §4: which risk parameters are taken.</summary>
[Trait("rule", "R2")]
public sealed class RiskParametersTests
{
    private const uint TenYears = 10 * 365 * 86_400;

    private delegate void Change(ref RiskParameters risk);

    [Fact]
    public void Each_wrong_field_is_refused_in_margin_markets()
    {
        Change[] changes =
        [
            (ref RiskParameters risk) => risk.MinScanTicks = 0,
            (ref RiskParameters risk) => risk.MinScanTicks = 101,
            (ref RiskParameters risk) => risk.JumpTicks = -1,
            (ref RiskParameters risk) => risk.JumpTicks = 101,
            (ref RiskParameters risk) => risk.ConcentrationBaseLots = -1,
            (ref RiskParameters risk) => risk.OpenInterestBaseLots = -1,
            (ref RiskParameters risk) => risk.MinLiquidationLots = -1,
            (ref RiskParameters risk) => risk.MinLiquidationLots = (1L << 40) + 1,
            (ref RiskParameters risk) => risk.NoCancelTicks = -1,
            (ref RiskParameters risk) => risk.MinBlockLots = -1,
            (ref RiskParameters risk) => risk.MinBlockLots = 10_001,
            (ref RiskParameters risk) => risk.ScanVolatility = 10_001,
            (ref RiskParameters risk) => risk.MaintenanceBp = 0,
            (ref RiskParameters risk) => risk.MaintenanceBp = 10_001,
            (ref RiskParameters risk) => risk.ConcentrationBp = 1_000_001,
            (ref RiskParameters risk) => risk.ConcentrationFreeBp = 10_001,
            (ref RiskParameters risk) => risk.OpenInterestBp = 100_001,
            (ref RiskParameters risk) => risk.RampSeconds = TenYears + 1,
            (ref RiskParameters risk) => risk.ProfitShareBp = 10_001,
            (ref RiskParameters risk) => risk.StepBp = 0,
            (ref RiskParameters risk) => risk.StepBp = 10_001,
            (ref RiskParameters risk) => risk.DepthBp = 10_001,
            (ref RiskParameters risk) => risk.PauseSeconds = TenYears + 1,
            (ref RiskParameters risk) => risk.MaxSteps = 1_001,
            (ref RiskParameters risk) => risk.LiquidationFeeBp = 10_001,
            (ref RiskParameters risk) => risk.InsuranceWaitSeconds = TenYears + 1,
        ];
        var venue = MarginVenue.Open();
        foreach (var change in changes)
        {
            var risk = MarginVenue.TenTicks;
            change(ref risk);
            Assert.Equal(["SetRiskParameters 3 rejected INVALID_PARAMETERS"], venue.SetRisk(risk));
        }
    }

    [Fact]
    public void The_bounds_are_taken_and_replace_everything()
    {
        var venue = MarginVenue.Open();
        var risk = new RiskParameters
        {
            MinScanTicks = 100,
            JumpTicks = 100,
            ConcentrationBaseLots = long.MaxValue,
            OpenInterestBaseLots = long.MaxValue,
            MinLiquidationLots = 1L << 40,
            NoCancelTicks = long.MaxValue,
            MinBlockLots = 10_000,
            ScanVolatility = 10_000,
            MaintenanceBp = 10_000,
            ConcentrationBp = 1_000_000,
            ConcentrationFreeBp = 10_000,
            OpenInterestBp = 100_000,
            RampSeconds = TenYears,
            ProfitShareBp = 10_000,
            StepBp = 10_000,
            DepthBp = 10_000,
            PauseSeconds = TenYears,
            MaxSteps = 1_000,
            LiquidationFeeBp = 10_000,
            InsuranceWaitSeconds = TenYears,
        };
        Assert.Equal("risk 3 #2 changed", venue.SetRisk(risk)[0]);
        Assert.Equal(risk, venue.Market(MarginVenue.Cross).Risk);
        Assert.Equal(["SetRiskParameters 9 rejected UNKNOWN_MARKET"], venue.SetRisk(risk, 9));
    }

    /// <summary>A ramp that began before the epoch has no beginning.</summary>
    [Fact]
    public void A_ramp_is_not_longer_than_the_time_to_its_end()
    {
        var venue = MarginVenue.Open();
        var terms = MarginVenue.CrossTerms with { MarketId = 9 };
        terms.Life.TerminationSeconds = 0;
        venue.Market(MarginVenue.Cross).Open(in terms, 0, 1, 0);
        Assert.Contains("INVALID_PARAMETERS", venue.SetRisk(MarginVenue.TenTicks with { RampSeconds = 1 })[0]);
        Assert.Contains("changed", venue.SetRisk(MarginVenue.TenTicks)[0]);
    }

    [Fact]
    public void Full_markets_take_only_what_busts_and_blocks_need()
    {
        Change[] changes =
        [
            (ref RiskParameters risk) => risk.MinScanTicks = 1,
            (ref RiskParameters risk) => risk.JumpTicks = 1,
            (ref RiskParameters risk) => risk.ConcentrationBaseLots = 1,
            (ref RiskParameters risk) => risk.OpenInterestBaseLots = 1,
            (ref RiskParameters risk) => risk.MinLiquidationLots = 1,
            (ref RiskParameters risk) => risk.ScanVolatility = 1,
            (ref RiskParameters risk) => risk.MaintenanceBp = 1,
            (ref RiskParameters risk) => risk.ConcentrationBp = 1,
            (ref RiskParameters risk) => risk.ConcentrationFreeBp = 1,
            (ref RiskParameters risk) => risk.OpenInterestBp = 1,
            (ref RiskParameters risk) => risk.RampSeconds = 1,
            (ref RiskParameters risk) => risk.ProfitShareBp = 1,
            (ref RiskParameters risk) => risk.StepBp = 1,
            (ref RiskParameters risk) => risk.DepthBp = 1,
            (ref RiskParameters risk) => risk.PauseSeconds = 1,
            (ref RiskParameters risk) => risk.MaxSteps = 1,
            (ref RiskParameters risk) => risk.LiquidationFeeBp = 1,
            (ref RiskParameters risk) => risk.InsuranceWaitSeconds = 1,
            (ref RiskParameters risk) => risk.NoCancelTicks = -1,
            (ref RiskParameters risk) => risk.MinBlockLots = 1_001,
        ];
        var venue = Venue.Open();
        foreach (var change in changes)
        {
            var risk = new RiskParameters { NoCancelTicks = 3, MinBlockLots = 7 };
            change(ref risk);
            Assert.Equal(
                ["SetRiskParameters 1 rejected INVALID_PARAMETERS"], venue.SetRisk(risk, TestMarkets.Plain));
        }

        Assert.Equal(
            ["risk 1 #1 changed"],
            venue.SetRisk(new RiskParameters { NoCancelTicks = 3, MinBlockLots = 1_000 }, TestMarkets.Plain));
    }
}
