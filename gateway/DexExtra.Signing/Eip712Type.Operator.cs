namespace DexExtra.Signing;

/// <summary>
/// What the operator signs about a market that lives. Unlike creations these can be repeated with effect, so each
/// carries a nonce that only grows.
/// </summary>
public sealed partial class Eip712Type
{
    public static Eip712Type SetTradingRules { get; } = new(
        "SetTradingRules(uint32 marketId,int64 entryBandTicks,int64 executionBandTicks,int64 cascadeTicks,"
        + "int64 collarTicks,int64 collarWidenTicks,int64 initialReferenceTicks,int64 minDisplayLots,"
        + "int64 minOrderLots,int64 minMarkDepthLots,int64 priceIncrementTicks,int64 firstTriggerTicks,"
        + "uint32 firstTriggerHorizonSeconds,uint32 firstTriggerAuctionSeconds,"
        + "int64 secondTriggerTicks,uint32 secondTriggerHorizonSeconds,"
        + "uint32 secondTriggerAuctionSeconds,int64 thirdTriggerTicks,"
        + "uint32 thirdTriggerHorizonSeconds,uint32 thirdTriggerAuctionSeconds,"
        + "uint32 entryBandVolatility,uint32 maxIcebergParts,uint32 maxCascade,uint32 auctionSeconds,"
        + "uint32 auctionRandomSeconds,uint32 maxExtensions,uint32 batchIntervalMs,"
        + "uint32 sessionEndSecondOfDay,uint32 scheduledAuctionSecondOfDay,uint32 outageSeconds,"
        + "uint32 markMaxAgeSeconds,uint8 allocation,uint8 flags,uint64 nonce)");

    public static Eip712Type SetMarketState { get; } = new("SetMarketState(uint32 marketId,uint8 state,uint64 nonce)");

    public static Eip712Type StartAuction { get; } = new(
        "StartAuction(uint32 marketId,uint8 kind,uint32 durationSeconds,uint32 randomSeconds,uint64 nonce)");

    public static Eip712Type SetIndexPrice { get; } =
        new("SetIndexPrice(uint32 marketId,int64 priceTicks,uint64 nonce)");
}
