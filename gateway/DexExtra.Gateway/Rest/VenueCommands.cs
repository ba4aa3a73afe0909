using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Gateway.Rest;

/// <summary>Operators' commands about money, from the fields of their typed data. Pure.</summary>
internal static class VenueCommands
{
    public static SetFeeSchedule FeeSchedule(TypedFields f)
    {
        var schedule = new SetFeeSchedule { Count = f.UInt32("count") };
        for (var index = 0; index < FeeTiers.Capacity; index++)
        {
            var number = Dto.Text(index + 1);
            schedule.Tiers[index] = new FeeTier
            {
                MinVolume = f.Wide("minVolume" + number),
                TakerDiscountBp = f.UInt32("takerDiscountBp" + number),
                MakerDiscountBp = f.UInt32("makerDiscountBp" + number),
            };
        }

        return schedule;
    }

    public static SetRiskParameters RiskParameters(TypedFields f) => new()
    {
        MarketId = f.UInt32("marketId"),
        Parameters = new RiskParameters
        {
            MinScanTicks = f.Signed("minScanTicks"),
            JumpTicks = f.Signed("jumpTicks"),
            ConcentrationBaseLots = f.Signed("concentrationBaseLots"),
            OpenInterestBaseLots = f.Signed("openInterestBaseLots"),
            MinLiquidationLots = f.Signed("minLiquidationLots"),
            NoCancelTicks = f.Signed("noCancelTicks"),
            MinBlockLots = f.Signed("minBlockLots"),
            ScanVolatility = f.UInt32("scanVolatility"),
            MaintenanceBp = f.UInt32("maintenanceBp"),
            ConcentrationBp = f.UInt32("concentrationBp"),
            ConcentrationFreeBp = f.UInt32("concentrationFreeBp"),
            OpenInterestBp = f.UInt32("openInterestBp"),
            RampSeconds = f.UInt32("rampSeconds"),
            ProfitShareBp = f.UInt32("profitShareBp"),
            StepBp = f.UInt32("stepBp"),
            DepthBp = f.UInt32("depthBp"),
            PauseSeconds = f.UInt32("pauseSeconds"),
            MaxSteps = f.UInt32("maxSteps"),
            LiquidationFeeBp = f.UInt32("liquidationFeeBp"),
            InsuranceWaitSeconds = f.UInt32("insuranceWaitSeconds"),
        },
    };

    public static SetRiskLimits RiskLimits(TypedFields f) => new()
    {
        Account = f.Account(),
        MarketId = f.UInt32("marketId"),
        Scope = (RiskScope)f.UInt8("scope"),
        Limits = new RiskLimits
        {
            MaxOrderValue = f.Wide("maxOrderValue"),
            ConfirmValue = f.Wide("confirmValue"),
            MaxDailyLoss = f.Wide("maxDailyLoss"),
            MaxPositionLots = f.Signed("maxPositionLots"),
            MaxOpenInterestLots = f.Signed("maxOpenInterestLots"),
            MaxOpenOrders = f.UInt32("maxOpenOrders"),
            MaxStops = f.UInt32("maxStops"),
            FatFingerFactor = f.UInt32("fatFingerFactor"),
        },
    };

    public static SetCollateral Collateral(TypedFields f) => new()
    {
        AssetId = f.UInt32("assetId"),
        BackedAssetId = f.UInt32("backedAssetId"),
        HaircutBp = f.UInt32("haircutBp"),
        MaxAgeSeconds = f.UInt32("maxAgeSeconds"),
        Cap = f.Wide("cap"),
    };

    public static SetCollateralPrice CollateralPrice(TypedFields f) =>
        new() { AssetId = f.UInt32("assetId"), Price = f.Wide("price") };

    public static FundTransfer FundTransfer(TypedFields f) => new()
    {
        From = (FundKind)f.UInt8("from"),
        To = (FundKind)f.UInt8("to"),
        Account = f.Account(),
        MarketId = f.UInt32("marketId"),
        AssetId = f.UInt32("assetId"),
        Amount = f.Wide("amount"),
        Reference = f.Unsigned("reference"),
    };

    public static SetWithdrawalLimits WithdrawalLimits(TypedFields f) => new()
    {
        AssetId = f.UInt32("assetId"),
        HourlyShareBp = f.UInt32("hourlyShareBp"),
        HourlyAmount = f.Wide("hourlyAmount"),
        SmallAmount = f.Wide("smallAmount"),
        OutageGateSeconds = f.UInt32("outageGateSeconds"),
    };

    public static SetVenueState VenueState(TypedFields f) =>
        new() { HaltTrading = f.UInt8("haltTrading"), FreezeWithdrawals = f.UInt8("freezeWithdrawals") };

    public static OracleUpdate OracleUpdate(TypedFields f) => new()
    {
        MarketId = f.UInt32("marketId"),
        Kind = (OracleUpdateKind)f.UInt8("kind"),
        AssertionId = f.Hash("assertionId"),
        Value = f.Wide("value"),
        Bond = f.Wide("bond"),
        LivenessEndSeconds = f.Unsigned("livenessEnd"),
    };

    public static WithdrawalUpdate WithdrawalUpdate(TypedFields f) => new()
    {
        WithdrawalId = f.Unsigned("withdrawalId"),
        State = (WithdrawalState)f.UInt8("state"),
        ChainId = f.Unsigned("chainId"),
        TransactionHash = f.Hash("transactionHash"),
        BlockNumber = f.Unsigned("blockNumber"),
        FailureCode = (ushort)f.Unsigned("failureCode"),
    };

    public static BustTrade BustTrade(TypedFields f) =>
        new() { MatchId = f.Unsigned("matchId"), CaseId = f.Unsigned("caseId") };
}
