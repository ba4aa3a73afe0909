using System.Buffers;
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
        JsonText.WriteNumber(json, "sequence", market.Sequence);
        JsonText.WriteNumber(json, "lastTradeSequence", market.LastTradeSequence);
        JsonText.WriteNumber(json, "lastStatusSequence", market.LastStatusSequence);
        json.WriteNumber("checksum", BookChecksum.Compute(market.Book));
        JsonText.WriteNumber(json, "engineTime", engineTimeNs);
    });

    public byte[] BookSnapshot(MarketView market, long engineTimeNs) =>
        Build("book.snapshot", market.Info.MarketId, json =>
    {
        JsonText.WriteNumber(json, "sequence", market.Sequence);
        WriteLabels(json, market);
        WriteLevels(json, "bids", market.Book.Bids);
        WriteLevels(json, "asks", market.Book.Asks);
        json.WriteNumber("checksum", BookChecksum.Compute(market.Book));
        JsonText.WriteNumber(json, "engineTime", engineTimeNs);
    });

    public byte[] BookDelta(uint marketId, BookChange change) => Build("book.delta", marketId, json =>
    {
        JsonText.WriteNumber(json, "sequence", change.Sequence);
        JsonText.WriteNumber(json, "previousSequence", change.PreviousSequence);
        json.WriteString("state", Codes.Of(change.State));
        json.WriteBoolean("crossed", change.IsCrossed);
        json.WriteStartArray("changes");
        foreach (ref readonly var level in change.Levels.AsSpan())
        {
            json.WriteStartArray();
            json.WriteStringValue(level.Side == Side.Buy ? "bid" : "ask");
            JsonText.WriteText(json, level.PriceTicks);
            JsonText.WriteText(json, level.QuantityLots);
            json.WriteNumberValue(level.OrderCount);
            json.WriteEndArray();
        }

        json.WriteEndArray();
        JsonText.WriteNumber(json, "engineTime", change.EngineTimeNs);
    });

    /// <summary>Best prices, the whole of it; null where a side is empty.</summary>
    public byte[] Level1(MarketView market, long engineTimeNs) => Build("l1", market.Info.MarketId, json =>
    {
        var (bid, ask) = market.Book.Best;
        JsonText.WriteNumber(json, "sequence", market.Sequence);
        WriteLabels(json, market);
        WriteLevel(json, "bid", bid);
        WriteLevel(json, "ask", ask);
        JsonText.WriteNumber(json, "engineTime", engineTimeNs);
    });

    public byte[] Trade(MarketInfo info, in TradeRecord trade, ulong previousTradeSequence)
    {
        var copy = trade;
        return Build("trade", info.MarketId, json =>
        {
            WriteTrade(json, info, in copy);
            JsonText.WriteNumber(json, "previousSequence", previousTradeSequence);
        });
    }

    public byte[] TradesSnapshot(MarketView market) => Build("trades.snapshot", market.Info.MarketId, json =>
    {
        JsonText.WriteNumber(json, "sequence", market.Sequence);
        JsonText.WriteNumber(json, "lastTradeSequence", market.LastTradeSequence);
        json.WriteStartArray("trades");
        foreach (var trade in market.TradesNewestFirst.Take(GatewayLimits.TradesInSnapshot))
        {
            json.WriteStartObject();
            WriteTrade(json, market.Info, in trade);
            json.WriteEndObject();
        }

        json.WriteEndArray();
    });

    /// <summary>
    /// Answer to a request: subscribed, unsubscribed; what does not belong to the channel is left out.
    /// </summary>
    public byte[] Acknowledge(string type, FeedTopicKey key, uint marketId, bool? isResumed) =>
        Build(type, marketId, json =>
    {
        json.WriteString("channel", key.Name);
        if (key.IsConflated)
        {
            json.WriteNumber("conflationMs", FeedTopicKey.ConflationMs[key.Variant]);
        }

        if (key.Channel == FeedChannel.Candles)
        {
            json.WriteString("interval", MarketCandles.Intervals[key.Variant]);
        }

        if (isResumed is { } resumed)
        {
            json.WriteBoolean("resumed", resumed);
        }
    });

    public byte[] LoggedIn() => Build("loggedIn", null, _ => { });

    public byte[] UserUnsubscribed(uint subaccount) => Build("unsubscribed", null, json =>
    {
        json.WriteString("channel", "user");
        json.WriteNumber("subaccount", subaccount);
    });

    public byte[] Pong() => Build("pong", null, _ => { });

    public byte[] Error(string code, string message) => Build("error", null, json =>
    {
        json.WriteString("code", code);
        json.WriteString("message", message);
    });

    private byte[] Build(string type, uint? marketId, Action<Utf8JsonWriter> members) =>
        JsonText.Build(_buffer, type, marketId, members);

    /// <summary>D4: in calls, and only there, a book may be crossed.</summary>
    private static void WriteLabels(Utf8JsonWriter json, MarketView market)
    {
        json.WriteString("state", Codes.Of(market.State));
        json.WriteBoolean("crossed", market.Book.IsCrossed);
    }

    private static void WriteTrade(Utf8JsonWriter json, MarketInfo info, in TradeRecord trade)
    {
        JsonText.WriteNumber(json, "matchId", trade.MatchId);
        JsonText.WriteNumber(json, "sequence", trade.MarketSequence);
        json.WriteString("price", info.Price(trade.PriceTicks));
        json.WriteString("quantity", info.Quantity(trade.QuantityLots));
        JsonText.WriteNumber(json, "priceTicks", trade.PriceTicks);
        JsonText.WriteNumber(json, "quantityLots", trade.QuantityLots);
        JsonText.WriteSide(json, "aggressor", trade.Aggressor);
        JsonText.WriteTradeFlags(json, trade.Flags);
        JsonText.WriteNumber(json, "auctionId", trade.AuctionId);
        JsonText.WriteNumber(json, "engineTime", trade.TimestampNs);
    }

    private static void WriteLevels(Utf8JsonWriter json, string name, IReadOnlyCollection<BookLevel> levels)
    {
        json.WriteStartArray(name);
        foreach (var level in levels)
        {
            WriteLevel(json, in level);
        }

        json.WriteEndArray();
    }

    private static void WriteLevel(Utf8JsonWriter json, string name, BookLevel? level)
    {
        json.WritePropertyName(name);
        if (level is { } best)
        {
            WriteLevel(json, in best);
        }
        else
        {
            json.WriteNullValue();
        }
    }

    private static void WriteLevel(Utf8JsonWriter json, in BookLevel level)
    {
        json.WriteStartArray();
        JsonText.WriteText(json, level.PriceTicks);
        JsonText.WriteText(json, level.QuantityLots);
        json.WriteNumberValue(level.OrderCount);
        json.WriteEndArray();
    }
}
