namespace DexExtra.Signing;

/// <summary>
/// What owners sign about their money and margin, and operators about the venue's (docs/money.md). The nonces of owners
/// are those of their orders (C10), the operators' pass once.
/// </summary>
public sealed partial class Eip712Type
{
    public static Eip712Type SetMarginMode { get; } = new(
        "SetMarginMode(address account,uint32 subaccount,uint32 marketId,uint8 mode,uint64 nonce)");

    public static Eip712Type AdjustMargin { get; } = new(
        "AdjustMargin(address account,uint32 subaccount,uint32 marketId,int128 amount,uint64 nonce)");

    public static Eip712Type Transfer { get; } = new(
        "Transfer(address account,uint32 subaccount,uint32 toSubaccount,uint32 assetId,uint128 amount,"
        + "uint64 nonce)");

    public static Eip712Type RequestWithdrawal { get; } = new(
        "RequestWithdrawal(address account,uint32 subaccount,uint32 assetId,uint128 amount,address recipient,"
        + "uint64 nonce)");

    public static Eip712Type SetFeeSchedule { get; } = new(
        "SetFeeSchedule(uint32 count,uint128 minVolume1,uint32 takerDiscountBp1,uint32 makerDiscountBp1,"
        + "uint128 minVolume2,uint32 takerDiscountBp2,uint32 makerDiscountBp2,uint128 minVolume3,"
        + "uint32 takerDiscountBp3,uint32 makerDiscountBp3,uint128 minVolume4,uint32 takerDiscountBp4,"
        + "uint32 makerDiscountBp4,uint128 minVolume5,uint32 takerDiscountBp5,uint32 makerDiscountBp5,"
        + "uint128 minVolume6,uint32 takerDiscountBp6,uint32 makerDiscountBp6,uint128 minVolume7,"
        + "uint32 takerDiscountBp7,uint32 makerDiscountBp7,uint128 minVolume8,uint32 takerDiscountBp8,"
        + "uint32 makerDiscountBp8,uint64 nonce)");

    public static Eip712Type SetRiskParameters { get; } = new(
        "SetRiskParameters(uint32 marketId,int64 minScanTicks,int64 jumpTicks,int64 concentrationBaseLots,"
        + "int64 openInterestBaseLots,int64 minLiquidationLots,int64 noCancelTicks,int64 minBlockLots,"
        + "uint32 scanVolatility,uint32 maintenanceBp,uint32 concentrationBp,uint32 concentrationFreeBp,"
        + "uint32 openInterestBp,uint32 rampSeconds,uint32 profitShareBp,uint32 stepBp,uint32 depthBp,"
        + "uint32 pauseSeconds,uint32 maxSteps,uint32 liquidationFeeBp,uint32 insuranceWaitSeconds,"
        + "uint64 nonce)");

    public static Eip712Type SetRiskLimits { get; } = new(
        "SetRiskLimits(uint8 scope,address account,uint32 subaccount,uint32 marketId,uint128 maxOrderValue,"
        + "uint128 confirmValue,uint128 maxDailyLoss,int64 maxPositionLots,int64 maxOpenInterestLots,"
        + "uint32 maxOpenOrders,uint32 maxStops,uint32 fatFingerFactor,uint64 nonce)");

    public static Eip712Type SetCollateral { get; } = new(
        "SetCollateral(uint32 assetId,uint32 backedAssetId,uint32 haircutBp,uint32 maxAgeSeconds,uint128 cap,"
        + "uint64 nonce)");

    public static Eip712Type SetCollateralPrice { get; } = new(
        "SetCollateralPrice(uint32 assetId,uint128 price,uint64 nonce)");

    public static Eip712Type FundTransfer { get; } = new(
        "FundTransfer(uint8 from,uint8 to,address account,uint32 subaccount,uint32 marketId,uint32 assetId,"
        + "uint128 amount,uint64 reference,uint64 nonce)");

    public static Eip712Type SetWithdrawalLimits { get; } = new(
        "SetWithdrawalLimits(uint32 assetId,uint32 hourlyShareBp,uint128 hourlyAmount,uint128 smallAmount,"
        + "uint32 outageGateSeconds,uint64 nonce)");

    public static Eip712Type SetVenueState { get; } = new(
        "SetVenueState(uint8 haltTrading,uint8 freezeWithdrawals,uint64 nonce)");

    public static Eip712Type OracleUpdate { get; } = new(
        "OracleUpdate(uint32 marketId,uint8 kind,bytes32 assertionId,int128 value,uint128 bond,"
        + "uint64 livenessEnd,uint64 nonce)");

    public static Eip712Type BustTrade { get; } = new(
        "BustTrade(uint64 matchId,uint64 caseId,uint64 nonce)");

    public static Eip712Type WithdrawalUpdate { get; } = new(
        "WithdrawalUpdate(uint64 withdrawalId,uint8 state,uint64 chainId,bytes32 transactionHash,"
        + "uint64 blockNumber,uint16 failureCode,uint64 nonce)");

    private static Eip712Type[] Money =>
    [
        SetMarginMode, AdjustMargin, Transfer, RequestWithdrawal, SetFeeSchedule, SetRiskParameters, SetRiskLimits,
        SetCollateral, SetCollateralPrice, FundTransfer, SetWithdrawalLimits, SetVenueState, OracleUpdate, BustTrade,
        WithdrawalUpdate,
    ];
}
