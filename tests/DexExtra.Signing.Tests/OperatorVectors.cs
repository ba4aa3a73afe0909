using System.Text.Json;
using DexExtra.Messages;
using static DexExtra.Signing.Tests.Vectors;

namespace DexExtra.Signing.Tests;

/// <summary>Operator commands of the vectors, without their nonces.</summary>
internal static class OperatorVectors
{
    public static SetTradingRules RulesOf(JsonElement message) => new()
    {
        MarketId = Number<uint>(message, "marketId"),
        Rules = new TradingRules
        {
            EntryBandTicks = Number<long>(message, "entryBandTicks"),
            ExecutionBandTicks = Number<long>(message, "executionBandTicks"),
            CascadeTicks = Number<long>(message, "cascadeTicks"),
            CollarTicks = Number<long>(message, "collarTicks"),
            CollarWidenTicks = Number<long>(message, "collarWidenTicks"),
            InitialReferenceTicks = Number<long>(message, "initialReferenceTicks"),
            MinDisplayLots = Number<long>(message, "minDisplayLots"),
            MinOrderLots = Number<long>(message, "minOrderLots"),
            MinMarkDepthLots = Number<long>(message, "minMarkDepthLots"),
            PriceIncrementTicks = Number<long>(message, "priceIncrementTicks"),
            FirstTrigger = TriggerOf(message, "first"),
            SecondTrigger = TriggerOf(message, "second"),
            ThirdTrigger = TriggerOf(message, "third"),
            EntryBandVolatility = Number<uint>(message, "entryBandVolatility"),
            MaxIcebergParts = Number<uint>(message, "maxIcebergParts"),
            MaxCascade = Number<uint>(message, "maxCascade"),
            AuctionSeconds = Number<uint>(message, "auctionSeconds"),
            AuctionRandomSeconds = Number<uint>(message, "auctionRandomSeconds"),
            MaxExtensions = Number<uint>(message, "maxExtensions"),
            BatchIntervalMs = Number<uint>(message, "batchIntervalMs"),
            SessionEndSecondOfDay = Number<uint>(message, "sessionEndSecondOfDay"),
            ScheduledAuctionSecondOfDay = Number<uint>(message, "scheduledAuctionSecondOfDay"),
            OutageSeconds = Number<uint>(message, "outageSeconds"),
            MarkMaxAgeSeconds = Number<uint>(message, "markMaxAgeSeconds"),
            Allocation = (Allocation)Number<byte>(message, "allocation"),
            Flags = (TradingFlags)Number<byte>(message, "flags"),
        },
    };

    public static SetMarketState StateOf(JsonElement message) => new()
    {
        MarketId = Number<uint>(message, "marketId"),
        State = (MarketState)Number<byte>(message, "state"),
    };

    public static StartAuction AuctionOf(JsonElement message) => new()
    {
        MarketId = Number<uint>(message, "marketId"),
        Kind = (AuctionKind)Number<byte>(message, "kind"),
        DurationSeconds = Number<uint>(message, "durationSeconds"),
        RandomSeconds = Number<uint>(message, "randomSeconds"),
    };

    public static SetIndexPrice IndexOf(JsonElement message) => new()
    {
        MarketId = Number<uint>(message, "marketId"),
        PriceTicks = Number<long>(message, "priceTicks"),
    };

    private static VolatilityTrigger TriggerOf(JsonElement message, string which) => new()
    {
        Ticks = Number<long>(message, $"{which}TriggerTicks"),
        HorizonSeconds = Number<uint>(message, $"{which}TriggerHorizonSeconds"),
        AuctionSeconds = Number<uint>(message, $"{which}TriggerAuctionSeconds"),
    };
}
