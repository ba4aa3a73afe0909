using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Persistence.Projection;

/// <summary>All trading rules as fields of an open JSON object: exact integers, allocation by name.</summary>
internal static class TradingRulesJson
{
    public static void Write(Utf8JsonWriter json, in TradingRules rules)
    {
        json.WriteNumber("entryBandTicks", rules.EntryBandTicks);
        json.WriteNumber("executionBandTicks", rules.ExecutionBandTicks);
        json.WriteNumber("cascadeTicks", rules.CascadeTicks);
        json.WriteNumber("collarTicks", rules.CollarTicks);
        json.WriteNumber("collarWidenTicks", rules.CollarWidenTicks);
        json.WriteNumber("initialReferenceTicks", rules.InitialReferenceTicks);
        json.WriteNumber("minDisplayLots", rules.MinDisplayLots);
        json.WriteNumber("minOrderLots", rules.MinOrderLots);
        json.WriteNumber("minMarkDepthLots", rules.MinMarkDepthLots);
        json.WriteNumber("priceIncrementTicks", rules.PriceIncrementTicks);
        json.WriteStartArray("volatilityTriggers");
        Trigger(json, in rules.FirstTrigger);
        Trigger(json, in rules.SecondTrigger);
        Trigger(json, in rules.ThirdTrigger);
        json.WriteEndArray();
        json.WriteNumber("entryBandVolatility", rules.EntryBandVolatility);
        json.WriteNumber("maxIcebergParts", rules.MaxIcebergParts);
        json.WriteNumber("maxCascade", rules.MaxCascade);
        json.WriteNumber("auctionSeconds", rules.AuctionSeconds);
        json.WriteNumber("auctionRandomSeconds", rules.AuctionRandomSeconds);
        json.WriteNumber("maxExtensions", rules.MaxExtensions);
        json.WriteNumber("batchIntervalMs", rules.BatchIntervalMs);
        json.WriteNumber("sessionEndSecondOfDay", rules.SessionEndSecondOfDay);
        json.WriteNumber("scheduledAuctionSecondOfDay", rules.ScheduledAuctionSecondOfDay);
        json.WriteNumber("outageSeconds", rules.OutageSeconds);
        json.WriteNumber("markMaxAgeSeconds", rules.MarkMaxAgeSeconds);
        json.WriteString("allocation", Codes.Of(rules.Allocation));
        json.WriteNumber("flags", (byte)rules.Flags);
    }

    private static void Trigger(Utf8JsonWriter json, in VolatilityTrigger trigger)
    {
        json.WriteStartObject();
        json.WriteNumber("ticks", trigger.Ticks);
        json.WriteNumber("horizonSeconds", trigger.HorizonSeconds);
        json.WriteNumber("auctionSeconds", trigger.AuctionSeconds);
        json.WriteEndObject();
    }
}
