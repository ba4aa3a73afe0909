using System.Buffers;
using System.Text.Json;
using DexExtra.Messages;
using DexExtra.Persistence.Copy;
using DexExtra.Persistence.Projection;

namespace DexExtra.Persistence.Rows;

/// <summary>trading_rules, price_increment_ticks and allocation of a market. Rules change rarely.</summary>
internal static class RulesColumns
{
    public static void Encode(CopyBuffer copy, in TradingRules rules)
    {
        var text = new ArrayBufferWriter<byte>();
        using var json = new Utf8JsonWriter(text);
        json.WriteStartObject();
        TradingRulesJson.Write(json, in rules);
        json.WriteEndObject();
        json.Flush();
        copy.Json(text.WrittenSpan);
        copy.Int64(rules.PriceIncrementTicks);
        copy.Code(rules.Allocation);
    }
}
