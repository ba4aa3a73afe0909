using System.Text.Json.Nodes;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>A book as a client keeps it by docs/protocol/feed.md: snapshot, then deltas without a gap.</summary>
internal sealed class RebuiltBook
{
    public Dictionary<(string Side, long PriceTicks), (long Lots, int Orders)> Levels { get; } = [];

    public long Sequence { get; private set; } = -1;

    public void Apply(JsonObject message)
    {
        switch ((string)message["type"]!)
        {
            case "book.snapshot":
                Levels.Clear();
                Sequence = Number(message["sequence"]);
                Set("bid", message["bids"]!.AsArray());
                Set("ask", message["asks"]!.AsArray());
                break;
            case "book.delta":
                Assert.Equal(Sequence, Number(message["previousSequence"]));
                Sequence = Number(message["sequence"]);
                foreach (var change in message["changes"]!.AsArray())
                {
                    Change((string)change![0]!, Number(change[1]), Number(change[2]), (int)change[3]!);
                }

                break;
            case "heartbeat":
                Assert.Equal(Sequence, Number(message["sequence"]));
                break;
            default:
                break;
        }
    }

    /// <summary>Between commands no bid reaches an ask.</summary>
    public bool IsCrossed()
    {
        var bids = Levels.Keys.Where(key => key.Side == "bid").Select(key => key.PriceTicks);
        var asks = Levels.Keys.Where(key => key.Side == "ask").Select(key => key.PriceTicks);
        return bids.DefaultIfEmpty(long.MinValue).Max() >= asks.DefaultIfEmpty(long.MaxValue).Min();
    }

    private static long Number(JsonNode? node) =>
        long.Parse((string)node!, System.Globalization.CultureInfo.InvariantCulture);

    private void Set(string side, JsonArray levels)
    {
        foreach (var level in levels)
        {
            Change(side, Number(level![0]), Number(level[1]), (int)level[2]!);
        }
    }

    private void Change(string side, long priceTicks, long lots, int orders)
    {
        if (lots == 0)
        {
            Assert.True(Levels.Remove((side, priceTicks)));
            return;
        }

        Levels[(side, priceTicks)] = (lots, orders);
    }
}
