using System.Diagnostics;
using System.Globalization;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Streams;
using DexExtra.Gateway.Tests.Support;

namespace DexExtra.Gateway.Tests.Feed;

/// <summary>
/// NET-11: stock clients of Node (ws, socket.io-client by polling, by WebSocket, and by its own upgrade) rebuild a market's
/// book from snapshot and deltas while their connections are cut at random; what they have is, level by level, the
/// engine's own book at that sequence, at every sequence. DEXEXTRA_FEED_UPDATES enlarges it.
/// </summary>
public sealed class FeedTransportTests
{
    private const int DefaultUpdates = 15_000;
    private const int WarmUp = 2_000;
    private const int Seed = 4_711;
    private const int CommandsPerPause = 40;

    [Fact]
    [Trait("rule", "D2")]
    public async Task Books_of_stock_clients_equal_the_market_at_every_sequence()
    {
        var updates = int.TryParse(Environment.GetEnvironmentVariable("DEXEXTRA_FEED_UPDATES"), out var wanted)
            ? wanted : DefaultUpdates;
        var profile = StreamProfile.Draw("amends", Seed);
        var stream = new CommandStream(profile, Seed);
        var engine = new EngineVenue(profile.Options);
        var book = new EngineBook(engine.Engine.View);
        await using var server = await FeedServer.StartAsync();
        var truth = new Dictionary<(uint MarketId, ulong Sequence), uint>();
        Play(WarmUp);
        var markets = server.Venue.Markets.Select(market => market.Info.MarketId).ToList();
        using var clients = StartClients(server.Address, markets);
        var reading = ReadAsync(clients.StandardOutput);
        while (server.Sessions.Count < 3)
        {
            await Task.Delay(10, TestContext.Current.CancellationToken);
        }

        for (var played = 0; truth.Count < updates; played += CommandsPerPause)
        {
            Play(CommandsPerPause);
            await Task.Delay(1, TestContext.Current.CancellationToken);
            Assert.False(clients.HasExited);
        }

        await clients.StandardInput.WriteLineAsync("end");
        var report = await reading;
        await clients.WaitForExitAsync(TestContext.Current.CancellationToken);
        Assert.Equal(0, clients.ExitCode);
        Compare(report, truth);

        void Play(int commands)
        {
            for (var number = 0; number < commands; number++)
            {
                var frame = engine.Apply(stream.Next());
                stream.Observe(frame);
                server.Apply(frame);
                foreach (var market in server.Venue.Markets)
                {
                    var key = (market.Info.MarketId, market.Sequence);
                    if (!truth.ContainsKey(key))
                    {
                        truth.Add(key, book.Checksum(market.Info.MarketId));
                    }
                }
            }
        }
    }

    private static void Compare(Report report, Dictionary<(uint MarketId, ulong Sequence), uint> truth)
    {
        var counts = new Dictionary<string, int>();
        var resumed = report.Resumed;
        foreach (var (transport, marketId, sequence, checksum) in report.States)
        {
            var where = $"{transport}, market {marketId}, sequence {sequence}";
            Assert.True(truth[(marketId, sequence)] == checksum, where);
            counts[transport] = counts.GetValueOrDefault(transport) + 1;
        }

        Assert.Equal(["conflated", "polling", "upgrade", "websocket", "ws"], resumed.Keys.Order());
        foreach (var (transport, count) in counts)
        {
            var least = transport == "conflated" ? 50 : truth.Count / 4;
            Assert.True(count > least, $"{transport} saw only {count} of {truth.Count} sequences");
            Assert.True(transport == "conflated" || resumed[transport] > 0, $"{transport} never resumed");
        }
    }

    /// <summary>Lines: <c>at TRANSPORT MARKET SEQUENCE CHECKSUM</c>, and one <c>sum TRANSPORT RESUMED</c> each.</summary>
    private static async Task<Report> ReadAsync(StreamReader lines)
    {
        var report = new Report([], []);
        while (await lines.ReadLineAsync(TestContext.Current.CancellationToken) is { } line)
        {
            var words = line.Split(' ');
            if (words[0] == "sum")
            {
                report.Resumed[words[1]] = int.Parse(words[2], CultureInfo.InvariantCulture);
                continue;
            }

            report.States.Add((
                string.Intern(words[1]),
                uint.Parse(words[2], CultureInfo.InvariantCulture),
                ulong.Parse(words[3], CultureInfo.InvariantCulture),
                uint.Parse(words[4], CultureInfo.InvariantCulture)));
        }

        return report;
    }

    private static Process StartClients(Uri address, IEnumerable<uint> markets)
    {
        var script = Path.Combine(NodeClients.Folder, "check-feed.mjs");
        var start = new ProcessStartInfo(
            "node",
            [script, address.ToString().TrimEnd('/'), string.Join(',', markets), Seed.ToString(CultureInfo.InvariantCulture)])
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
        };
        return Process.Start(start)!;
    }

    private sealed record Report(
        List<(string Transport, uint MarketId, ulong Sequence, uint Checksum)> States, Dictionary<string, int> Resumed);
}
