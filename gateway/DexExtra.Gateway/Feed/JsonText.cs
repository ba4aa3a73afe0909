using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DexExtra.Gateway.Rest;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>How the feed writes JSON: one object per message, 64-bit numbers as text. Stateless.</summary>
internal static class JsonText
{
    /// <summary>The longest 128-bit number.</summary>
    private const int MaxNumberChars = 40;

    /// <summary>One message of a type; the returned array is the caller's.</summary>
    public static byte[] Build(
        ArrayBufferWriter<byte> buffer, string type, uint? marketId, Action<Utf8JsonWriter> members)
    {
        buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(buffer))
        {
            json.WriteStartObject();
            json.WriteString("type", type);
            if (marketId is { } id)
            {
                json.WriteNumber("marketId", id);
            }

            members(json);
            json.WriteEndObject();
        }

        return buffer.WrittenSpan.ToArray();
    }

    public static void WriteNumber<T>(Utf8JsonWriter json, string name, T value)
        where T : ISpanFormattable
    {
        json.WritePropertyName(name);
        WriteText(json, value);
    }

    public static void WriteText<T>(Utf8JsonWriter json, T value)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[MaxNumberChars];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }

    /// <summary>BUY, SELL, or null where there is none.</summary>
    public static void WriteSide(Utf8JsonWriter json, string name, Side side)
    {
        if (side == default)
        {
            json.WriteNull(name);
        }
        else
        {
            json.WriteString(name, Codes.Of(side));
        }
    }

    /// <summary>D5: how a trade came about.</summary>
    public static void WriteTradeFlags(Utf8JsonWriter json, TradeFlags flags, string name = "flags")
    {
        json.WriteStartArray(name);
        foreach (var flag in TradeFlagNames.Of(flags))
        {
            json.WriteStringValue(flag);
        }

        json.WriteEndArray();
    }
}
