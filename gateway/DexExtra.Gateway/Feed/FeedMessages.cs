using System.Buffers;
using System.Globalization;
using System.Text.Json;
using DexExtra.Gateway.Views;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>
/// Writes the feed's JSON messages (docs/protocol/feed.md). 64-bit numbers are strings, 32-bit ones numbers. One
/// instance per thread that builds messages; each returned array is immutable and shared by all receivers.
/// </summary>
internal sealed class FeedMessages
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public byte[] Heartbeat(MarketView market, long engineTimeNs) => Build("heartbeat", market.Info.MarketId, json =>
    {
        WriteNumber(json, "sequence", market.Sequence);
        WriteNumber(json, "lastTradeSequence", market.LastTradeSequence);
        json.WriteNumber("checksum", BookChecksum.Compute(market.Book));
        WriteNumber(json, "engineTime", engineTimeNs);
    });

    public byte[] BookSnapshot(MarketView market, long engineTimeNs) =>
        Build("book.snapshot", market.Info.MarketId, json =>
    {
        WriteNumber(json, "sequence", market.Sequence);
        WriteLevels(json, "bids", market.Book.Bids);
        WriteLevels(json, "asks", market.Book.Asks);
        json.WriteNumber("checksum", BookChecksum.Compute(market.Book));
        WriteNumber(json, "engineTime", engineTimeNs);
    });

    public byte[] BookDelta(MarketDelta delta, long engineTimeNs) =>
        Build("book.delta", delta.Market.Info.MarketId, json =>
    {
        WriteNumber(json, "sequence", delta.LastSequence);
        WriteNumber(json, "previousSequence", delta.PreviousSequence);
        json.WriteStartArray("changes");
        foreach (ref readonly var change in delta.Changes)
        {
            json.WriteStartArray();
            json.WriteStringValue(change.Side == Side.Buy ? "bid" : "ask");
            WriteText(json, change.PriceTicks);
            WriteText(json, change.QuantityLots);
            json.WriteNumberValue(change.OrderCount);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        WriteNumber(json, "engineTime", engineTimeNs);
    });

    public byte[] Trade(MarketInfo info, in TradeRecord trade, ulong previousTradeSequence)
    {
        var copy = trade;
        return Build("trade", info.MarketId, json =>
        {
            WriteTrade(json, info, in copy);
            WriteNumber(json, "previousSequence", previousTradeSequence);
        });
    }

    public byte[] TradesSnapshot(MarketView market) => Build("trades.snapshot", market.Info.MarketId, json =>
    {
        WriteNumber(json, "sequence", market.Sequence);
        WriteNumber(json, "lastTradeSequence", market.LastTradeSequence);
        json.WriteStartArray("trades");
        foreach (var trade in market.TradesNewestFirst.Take(GatewayLimits.TradesInSnapshot))
        {
            json.WriteStartObject();
            WriteTrade(json, market.Info, in trade);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>Answer to a request: subscribed, unsubscribed.</summary>
    public byte[] Acknowledge(string type, string channel, uint marketId) =>
        Build(type, marketId, json => json.WriteString("channel", channel));

    public byte[] Pong() => Build("pong", null, _ => { });

    public byte[] Error(string code, string message) => Build("error", null, json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    private byte[] Build(string type, uint? marketId, Action<Utf8JsonWriter> members)
    {
        _buffer.ResetWrittenCount();
        using (var json = new Utf8JsonWriter(_buffer))
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

        return _buffer.WrittenSpan.ToArray();
    }

    private static void WriteTrade(Utf8JsonWriter json, MarketInfo info, in TradeRecord trade)
    {
        WriteNumber(json, "matchId", trade.MatchId);
        WriteNumber(json, "sequence", trade.MarketSequence);
        json.WriteString("price", info.Price(trade.PriceTicks));
        json.WriteString("quantity", info.Quantity(trade.QuantityLots));
        WriteNumber(json, "priceTicks", trade.PriceTicks);
        WriteNumber(json, "quantityLots", trade.QuantityLots);
        json.WriteString("aggressor", Codes.Of(trade.Aggressor));
        WriteNumber(json, "engineTime", trade.TimestampNs);
    }

    private static void WriteLevels(Utf8JsonWriter json, string name, IReadOnlyCollection<BookLevel> levels)
    {
        json.WriteStartArray(name);
        foreach (var level in levels)
        {
            json.WriteStartArray();
            WriteText(json, level.PriceTicks);
            WriteText(json, level.QuantityLots);
            json.WriteNumberValue(level.OrderCount);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteNumber<T>(Utf8JsonWriter json, string name, T value)
        where T : ISpanFormattable
    {
        json.WritePropertyName(name);
        WriteText(json, value);
    }

    private static void WriteText<T>(Utf8JsonWriter json, T value)
        where T : ISpanFormattable
    {
        Span<char> text = stackalloc char[24];
        value.TryFormat(text, out var length, default, CultureInfo.InvariantCulture);
        json.WriteStringValue(text[..length]);
    }
}
