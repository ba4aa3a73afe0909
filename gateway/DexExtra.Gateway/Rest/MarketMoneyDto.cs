using DexExtra.Gateway.Rest.Bodies;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest;

/// <summary>
/// Maps a market's result, payout, risk parameters and limits. The same for REST and the feed; null while there is
/// none. Views are read with the venue's gate held by the caller.
/// </summary>
internal static class MarketMoneyDto
{
    public static ResultDto? Result(MarketView market) =>
        market.Result is { } result ? Result(market.Info, result) : null;

    public static PayoutDto? Settlement(MarketView market) =>
        market.Settlement is { } settled ? Settlement(market.Info, settled) : null;

    public static RiskDto? Risk(MarketView market) => market.Risk is { } risk ? Risk(risk) : null;

    public static LimitsDto? Limits(RiskLimits? limits) => limits is { } given ? new LimitsDto(
        FixedPoint.Format(given.MaxOrderValue),
        FixedPoint.Format(given.ConfirmValue),
        FixedPoint.Format(given.MaxDailyLoss),
        Dto.Text(given.MaxPositionLots),
        Dto.Text(given.MaxOpenInterestLots),
        given.MaxOpenOrders,
        given.MaxStops,
        given.FatFingerFactor) : null;

    /// <summary>The settlement price is known with a proposal and a confirmation only.</summary>
    public static ResultDto Result(MarketInfo info, ResultChanged change)
    {
        var update = change.Update;
        var ticks = update.Kind is OracleUpdateKind.Proposed or OracleUpdateKind.Confirmed
            ? change.SettlementTicks
            : default(long?);
        return new ResultDto(
            Codes.Of(update.Kind),
            update.AssertionId.ToString(),
            FixedPoint.Format(update.Value),
            FixedPoint.Format(update.Bond),
            Dto.Text(update.LivenessEndSeconds),
            MarketStatusDto.Price(info, ticks),
            MarketStatusDto.Ticks(ticks));
    }

    public static PayoutDto Settlement(MarketInfo info, MarketSettled settled) => new(
        info.Price(settled.SettlementTicks),
        Dto.Text(settled.SettlementTicks),
        Dto.Text(settled.OpenInterestLots),
        FixedPoint.Format(settled.Gains),
        FixedPoint.Format(settled.Losses),
        FixedPoint.Format(settled.InsurancePaid),
        FixedPoint.Format(settled.Socialised),
        FixedPoint.Format(settled.FeesReturned),
        settled.IsFallback != 0);

    public static RiskDto Risk(RiskParameters risk) => new(
        Dto.Text(risk.MinScanTicks),
        Dto.Text(risk.JumpTicks),
        Dto.Text(risk.ConcentrationBaseLots),
        Dto.Text(risk.OpenInterestBaseLots),
        Dto.Text(risk.MinLiquidationLots),
        Dto.Text(risk.NoCancelTicks),
        Dto.Text(risk.MinBlockLots),
        risk.ScanVolatility,
        risk.MaintenanceBp,
        risk.ConcentrationBp,
        risk.ConcentrationFreeBp,
        risk.OpenInterestBp,
        risk.RampSeconds,
        risk.ProfitShareBp,
        risk.StepBp,
        risk.DepthBp,
        risk.PauseSeconds,
        risk.MaxSteps,
        risk.LiquidationFeeBp,
        risk.InsuranceWaitSeconds);
}
