using System.Globalization;
using System.Text.Json.Nodes;
using DexExtra.Messages;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>Single orders as a client keeps them by docs/protocol/feed.md: by price, then by id.</summary>
internal sealed class RebuiltOrders
{
    private readonly Dictionary<long, (Side Side, long PriceTicks, long Lots)> _orders = [];

    public long Sequence { get; private set; } = -1;

    public IEnumerable<(long PriceTicks, long Lots)> Of(Side side) => _orders
        .Where(order => order.Value.Side == side)
        .OrderBy(order => side == Side.Buy ? -order.Value.PriceTicks : order.Value.PriceTicks)
        .ThenBy(order => order.Key)
        .Select(order => (order.Value.PriceTicks, order.Value.Lots));

    public void Apply(JsonObject message)
    {
        switch ((string)message["type"]!)
        {
            case "l3.snapshot":
                _orders.Clear();
                Sequence = Number(message["sequence"]);
                Set(Side.Buy, message["bids"]!.AsArray());
                Set(Side.Sell, message["asks"]!.AsArray());
                break;
            case "l3.delta":
                Assert.Equal(Sequence, Number(message["previousSequence"]));
                Sequence = Number(message["sequence"]);
                foreach (var change in message["changes"]!.AsArray())
                {
                    Change(change!.AsArray());
                }

                break;
            default:
                break;
        }
    }

    private static long Number(JsonNode? node) => long.Parse((string)node!, CultureInfo.InvariantCulture);

    private void Set(Side side, JsonArray orders)
    {
        foreach (var order in orders)
        {
            _orders.Add(Number(order![0]), (side, Number(order[1]), Number(order[2])));
        }
    }

    private void Change(JsonArray change)
    {
        var id = Number(change[1]);
        switch ((string)change[0]!)
        {
            case "remove":
                Assert.True(_orders.Remove(id));
                break;
            case "set":
                _orders[id] = _orders[id] with { Lots = Number(change[2]) };
                break;
            default:
                var side = (string)change[2]! == "bid" ? Side.Buy : Side.Sell;
                _orders.Add(id, (side, Number(change[3]), Number(change[4])));
                break;
        }
    }
}
