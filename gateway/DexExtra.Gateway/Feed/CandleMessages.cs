using System.Buffers;
using System.Text.Json;

namespace DexExtra.Gateway.Feed;

/// <summary>Writes candles and statistics (docs/protocol/feed.md). One instance per thread.</summary>
internal sealed class CandleMessages
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    /// <summary>The newest candles, oldest first; the last one is open.</summary>
    public byte[] Snapshot(MarketFeed feed, int interval, long engineTimeNs)
    {
        var candles = feed.Candles.Series[interval].Candles;
        return Build("candles.snapshot", feed, interval, Math.Max(0, candles.Count - GatewayLimits.CandlesInSnapshot),
            engineTimeNs);
    }

    /// <summary>Every candle since the first that changed, each as it is now.</summary>
    public byte[] Changes(MarketFeed feed, int interval, long engineTimeNs) =>
        Build("candles", feed, interval, feed.Candles.Series[interval].FirstChanged, engineTimeNs);

    /// <summary>The last 24 hours; null members before the first trade.</summary>
    public byte[] Stats(MarketFeed feed, long engineTimeNs) =>
        JsonText.Build(_buffer, "stats", feed.Market.Info.MarketId, json =>
    {
        JsonText.WriteNumber(json, "sequence", feed.Market.Sequence);
        var day = feed.Candles.Day();
        json.WriteString("since", day is { } known ? Rest.Dto.Text(known.OpenTimeNs) : null);
        json.WriteString("openTicks", day is { } a ? Rest.Dto.Text(a.OpenTicks) : null);
        json.WriteString("highTicks", day is { } b ? Rest.Dto.Text(b.HighTicks) : null);
        json.WriteString("lowTicks", day is { } c ? Rest.Dto.Text(c.LowTicks) : null);
        json.WriteString("lastTicks", day is { } d ? Rest.Dto.Text(d.CloseTicks) : null);
        JsonText.WriteNumber(json, "volumeLots", day?.Lots ?? 0);
        JsonText.WriteNumber(json, "tickLots", day?.TickLots ?? 0);
        JsonText.WriteNumber(json, "trades", day?.Trades ?? 0);
        JsonText.WriteNumber(json, "blockLotsTotal", feed.Candles.BlockLots);
        JsonText.WriteNumber(json, "engineTime", engineTimeNs);
    });

    private byte[] Build(string type, MarketFeed feed, int interval, int first, long engineTimeNs) =>
        JsonText.Build(_buffer, type, feed.Market.Info.MarketId, json =>
    {
        var series = feed.Candles.Series[interval];
        json.WriteString("interval", MarketCandles.Intervals[interval]);
        JsonText.WriteNumber(json, "sequence", feed.Market.Sequence);
        json.WriteStartArray("candles");
        for (var index = first; index < series.Candles.Count; index++)
        {
            Write(json, series.Candles[index], isOpen: index == series.Candles.Count - 1);
        }

        json.WriteEndArray();
        JsonText.WriteNumber(json, "engineTime", engineTimeNs);
    });

    private static void Write(Utf8JsonWriter json, Candle candle, bool isOpen)
    {
        json.WriteStartObject();
        JsonText.WriteNumber(json, "openTime", candle.OpenTimeNs);
        JsonText.WriteNumber(json, "openTicks", candle.OpenTicks);
        JsonText.WriteNumber(json, "highTicks", candle.HighTicks);
        JsonText.WriteNumber(json, "lowTicks", candle.LowTicks);
        JsonText.WriteNumber(json, "closeTicks", candle.CloseTicks);
        JsonText.WriteNumber(json, "lots", candle.Lots);
        JsonText.WriteNumber(json, "tickLots", candle.TickLots);
        JsonText.WriteNumber(json, "trades", candle.Trades);
        json.WriteNumber("revision", candle.Revision);
        json.WriteBoolean("closed", !isOpen);
        json.WriteEndObject();
    }
}
