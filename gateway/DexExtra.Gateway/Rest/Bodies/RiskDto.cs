namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Risk parameters of a market (docs/money.md §4, §8); ticks and lots as integer text.</summary>
internal sealed record RiskDto(
    string MinScanTicks,
    string JumpTicks,
    string ConcentrationBaseLots,
    string OpenInterestBaseLots,
    string MinLiquidationLots,
    string NoCancelTicks,
    string MinBlockLots,
    uint ScanVolatility,
    uint MaintenanceBp,
    uint ConcentrationBp,
    uint ConcentrationFreeBp,
    uint OpenInterestBp,
    uint RampSeconds,
    uint ProfitShareBp,
    uint StepBp,
    uint DepthBp,
    uint PauseSeconds,
    uint MaxSteps,
    uint LiquidationFeeBp,
    uint InsuranceWaitSeconds);
