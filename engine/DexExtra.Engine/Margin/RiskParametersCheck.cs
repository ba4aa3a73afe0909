using DexExtra.Engine.Markets;
using DexExtra.Messages;

namespace DexExtra.Engine.Margin;

/// <summary>What risk parameters may be (docs/money.md §4): with them no product of margins overflows.</summary>
internal static class RiskParametersCheck
{
    private const uint MaxScanVolatility = 10_000;
    private const uint MaxAddOnBp = 1_000_000;
    private const uint MaxSeconds = 10 * 365 * 86_400;
    private const uint MaxLiquidationSteps = 1_000;

    /// <summary>INVALID_PARAMETERS if false.</summary>
    public static bool IsValid(Market market, in RiskParameters risk) =>
        risk.NoCancelTicks >= 0
        && risk.MinBlockLots >= 0
        && risk.MinBlockLots <= market.Terms.MaxOrderLots
        && (market.Terms.MarginMode == MarginMode.Full
            ? IsEmpty(in risk)
            : HasValidScan(market, in risk) && HasValidAddOns(in risk) && HasValidLiquidation(in risk));

    /// <summary>A FULL market has no margin: nothing but what busts and block trades need.</summary>
    private static bool IsEmpty(in RiskParameters risk) =>
        risk.MinScanTicks == 0
        && risk.JumpTicks == 0
        && risk.ConcentrationBaseLots == 0
        && risk.OpenInterestBaseLots == 0
        && risk.MinLiquidationLots == 0
        && risk.ScanVolatility == 0
        && risk.MaintenanceBp == 0
        && risk.ConcentrationBp == 0
        && risk.ConcentrationFreeBp == 0
        && risk.OpenInterestBp == 0
        && risk.RampSeconds == 0
        && risk.ProfitShareBp == 0
        && risk.StepBp == 0
        && risk.DepthBp == 0
        && risk.PauseSeconds == 0
        && risk.MaxSteps == 0
        && risk.LiquidationFeeBp == 0
        && risk.InsuranceWaitSeconds == 0;

    private static bool HasValidScan(Market market, in RiskParameters risk)
    {
        ref readonly var terms = ref market.Terms;
        var range = terms.CapTicks - terms.FloorTicks;
        return risk.MinScanTicks >= 1
            && risk.MinScanTicks <= range
            && risk.JumpTicks >= 0
            && risk.JumpTicks <= range
            && risk.ScanVolatility <= MaxScanVolatility
            && risk.MaintenanceBp is >= 1 and <= Limits.BasisPoints
            && risk.RampSeconds <= Math.Min(MaxSeconds, terms.Life.TerminationSeconds)
            && risk.ProfitShareBp <= Limits.BasisPoints;
    }

    private static bool HasValidAddOns(in RiskParameters risk) =>
        risk.ConcentrationBaseLots >= 0
        && risk.OpenInterestBaseLots >= 0
        && risk.ConcentrationBp <= MaxAddOnBp
        && risk.ConcentrationFreeBp <= Limits.BasisPoints
        && risk.OpenInterestBp <= MaxAddOnBp / EngineLimits.MaxOpenInterestSteps;

    private static bool HasValidLiquidation(in RiskParameters risk) =>
        risk.MinLiquidationLots is >= 0 and <= EngineLimits.MaxPositionLots
        && risk.StepBp is >= 1 and <= Limits.BasisPoints
        && risk.DepthBp <= Limits.BasisPoints
        && risk.PauseSeconds <= MaxSeconds
        && risk.MaxSteps <= MaxLiquidationSteps
        && risk.LiquidationFeeBp <= Limits.BasisPoints
        && risk.InsuranceWaitSeconds <= MaxSeconds;
}
