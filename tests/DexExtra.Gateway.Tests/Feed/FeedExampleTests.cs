using System.Diagnostics;
using System.Text.Json.Nodes;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Feed;

// the example client of docs/protocol/socketio.md, with stock socket.io-client, against a real gateway
public sealed class FeedExampleTests(Venue venue)
{
    [Fact]
    public async Task The_example_prints_best_prices_and_goes_on_when_they_change()
    {
        var market = await venue.CreateMarketAsync();
        var trader = await venue.CreateTraderAsync();
        using var example = Start(market);
        try
        {
            // stock acknowledgements resolve a moment after what came with them
            string[] first = [await NextAsync(example), await NextAsync(example)];
            Assert.Equal(["l1 #0 - -", "subscribed"], first.Order());

            await venue.Gateway.Rest.PlaceAsync(trader, trader.Buy(market, 4_250, 3));

            Assert.Equal("l1 #1 4250x3/1 -", await NextAsync(example));
        }
        finally
        {
            example.Kill();
        }
    }

    /// <summary>The next message but heartbeats.</summary>
    private static async Task<string> NextAsync(Process example)
    {
        while (await example.StandardOutput.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            var message = JsonNode.Parse(line)!.AsObject();
            if ((string?)message["type"] == "subscribed")
            {
                return "subscribed";
            }

            if (FeedText.Describe(message) is { Length: > 0 } text && !text.StartsWith("heartbeat", StringComparison.Ordinal))
            {
                return text;
            }
        }

        return "the example ended";
    }

    private Process Start(uint market)
    {
        var url = $"http://127.0.0.1:{venue.Gateway.Feed.Port}";
        var marketId = market.ToString(System.Globalization.CultureInfo.InvariantCulture);
        return Process.Start(new ProcessStartInfo("node", [Path.Combine(NodeClients.Folder, "feed.mjs"), url, marketId])
        {
            RedirectStandardOutput = true,
        })!;
    }
}
