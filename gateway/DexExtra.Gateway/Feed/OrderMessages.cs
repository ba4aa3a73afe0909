using System.Buffers;
using System.Text.Json;
using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>Writes the messages of the channel l3 (docs/protocol/feed.md). One instance per thread.</summary>
internal sealed class OrderMessages
{
    private readonly ArrayBufferWriter<byte> _buffer = new(4096);

    public byte[] Snapshot(MarketFeed feed, long engineTimeNs) =>
        JsonText.Build(_buffer, "l3.snapshot", feed.Market.Info.MarketId, json =>
    {
        JsonText.WriteNumber(json, "sequence", feed.Market.Sequence);
        WriteLabels(json, feed);
        WriteSide(json, "bids", feed.Orders.Of(Side.Buy));
        WriteSide(json, "asks", feed.Orders.Of(Side.Sell));
        JsonText.WriteNumber(json, "engineTime", engineTimeNs);
    });

    /// <summary>
    /// What the frame changed: what left, what became less in its place, what came, in the order of its turn.
    /// </summary>
    public byte[] Delta(MarketFeed feed, long engineTimeNs) =>
        JsonText.Build(_buffer, "l3.delta", feed.Market.Info.MarketId, json =>
    {
        JsonText.WriteNumber(json, "sequence", feed.Delta.LastSequence);
        JsonText.WriteNumber(json, "previousSequence", feed.Delta.PreviousSequence);
        WriteLabels(json, feed);
        json.WriteStartArray("changes");
        if (!feed.Orders.IsBroken)
        {
            WriteChanges(json, feed.Orders.Touched);
        }

        json.WriteEndArray();
        JsonText.WriteNumber(json, "engineTime", engineTimeNs);
    });

    private static void WriteChanges(Utf8JsonWriter json, IReadOnlyCollection<RestingOrder> touched)
    {
        foreach (var order in touched.Where(order => order.ToldId != 0 && order.PublicId != order.ToldId)
            .OrderBy(order => order.ToldId))
        {
            json.WriteStartArray();
            json.WriteStringValue("remove");
            JsonText.WriteText(json, order.ToldId);
            json.WriteEndArray();
        }

        foreach (var order in touched.Where(order => order.PublicId != 0).OrderBy(order => order.PublicId))
        {
            if (order.PublicId != order.ToldId)
            {
                json.WriteStartArray();
                json.WriteStringValue("add");
                JsonText.WriteText(json, order.PublicId);
                json.WriteStringValue(order.Side == Side.Buy ? "bid" : "ask");
                JsonText.WriteText(json, order.PriceTicks);
                JsonText.WriteText(json, order.ShownLots);
                json.WriteEndArray();
            }
            else if (order.ShownLots != order.ToldLots)
            {
                json.WriteStartArray();
                json.WriteStringValue("set");
                JsonText.WriteText(json, order.PublicId);
                JsonText.WriteText(json, order.ShownLots);
                json.WriteEndArray();
            }
        }
    }

    private static void WriteSide(Utf8JsonWriter json, string name, IEnumerable<RestingOrder> orders)
    {
        json.WriteStartArray(name);
        foreach (var order in orders)
        {
            json.WriteStartArray();
            JsonText.WriteText(json, order.PublicId);
            JsonText.WriteText(json, order.PriceTicks);
            JsonText.WriteText(json, order.ShownLots);
            json.WriteEndArray();
        }

        json.WriteEndArray();
    }

    private static void WriteLabels(Utf8JsonWriter json, MarketFeed feed)
    {
        json.WriteString("state", Codes.Of(feed.Market.State));
        json.WriteBoolean("crossed", feed.Market.Book.IsCrossed);
        json.WriteBoolean("available", !feed.Orders.IsBroken);
    }
}
