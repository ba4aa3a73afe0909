using System.Text.Json.Nodes;
using System.Xml.Linq;
using DexExtra.Bench.Capacity;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Tests;

/// <summary>The capacity run: what it sends, what it concludes, and a short one on real processes.</summary>
public sealed class CapacityTests
{
    private static readonly Eip712Domain Domain =
        Eip712Domain.ForVenue(31_337, Address.Parse("0x00000000000000000000000000000000000000ee"));

    [Fact]
    public void Of_ten_messages_seven_are_orders_and_three_cancel_orders_that_rest()
    {
        using var key = PrivateKey.Generate();

        var orders = new MixedOrders(key, Domain, 200, Side.Buy);

        var cancels = Enumerable.Range(0, orders.Count).Count(index => orders.Frame(index).Length < OrderFrames.NewOrderBytes);
        Assert.Equal(60, cancels);
        Assert.Equal(140, orders.Count - cancels);
    }

    [Fact]
    public void A_load_needs_processors_disk_and_threads_in_proportion()
    {
        var projection = Projection.Of(Step(messages: 1_000), 10_000);

        // 1,000 messages took 2 s of the engine, 1.2 s of them matching, and 10 MiB
        Assert.Equal(20 / Projection.Utilisation, projection.Processors["engine"], 9);
        Assert.Equal(12, projection.EngineThreads["match"], 9);
        Assert.Equal(["match"], projection.EngineThreads.Keys);
        Assert.Equal(100, projection.DiskMiBPerSecond, 9);
        Assert.Equal(100 * 86_400 / 1_024.0, projection.DiskGiBPerDay, 9);
    }

    [Fact]
    public void A_rate_is_kept_up_with_only_when_everything_was_answered_and_nothing_refused()
    {
        Assert.True(Step(1_000).KeepsUp);
        Assert.False((Step(1_000) with { Achieved = 960 }).KeepsUp);
        Assert.False((Step(1_000) with { Unanswered = 1 }).KeepsUp);
        Assert.False((Step(1_000) with { Refused = new Dictionary<string, int> { ["Overloaded"] = 1 } }).KeepsUp);
    }

    /// <summary>Overload is refused at once or served late, never left without an answer.</summary>
    [Fact]
    public async Task A_run_on_real_processes_answers_every_message_and_writes_its_page()
    {
        var folder = Directory.CreateTempSubdirectory("capacity-test-").FullName;
        try
        {
            await CapacityRun.RunAsync(new Arguments(
                ["capacity", "--from", "100", "--factor-percent", "2000", "--seconds", "1", "--sessions", "2", "--out", folder]));

            var report = JsonNode.Parse(await File.ReadAllTextAsync(
                Path.Combine(folder, "capacity.json"), TestContext.Current.CancellationToken))!;
            var steps = report["steps"]!.AsArray();
            Assert.True(steps.Count >= 6, $"{steps.Count} steps");
            Assert.All(steps, step => Assert.Equal(0, (int)step!["unanswered"]!));
            Assert.All(steps, step => Assert.True((double)step!["usage"]!["engine"]!["totalCpuSeconds"]! > 0));
            var page = await File.ReadAllTextAsync(
                Path.Combine(folder, "capacity.html"), TestContext.Current.CancellationToken);
            var svg = page[page.IndexOf("<svg", StringComparison.Ordinal)..(page.IndexOf("</svg>", StringComparison.Ordinal) + 6)];
            Assert.Equal(3, XElement.Parse(svg).Elements("polyline").Count());
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    private static StepFigures Step(int messages)
    {
        var latencies = new Latencies(1, 2, 3, 4, 5);
        return new StepFigures
        {
            Kind = CapacityRun.Sweep,
            Rate = 1_000,
            Achieved = 1_000,
            Messages = messages,
            Unanswered = 0,
            Refused = new Dictionary<string, int>(),
            Answered = latencies,
            EarlyRejects = null,
            SenderLateness = latencies,
            Trades = 0,
            Stages = new Dictionary<string, Latencies>(),
            Usage = new Dictionary<string, ProcessUsage>
            {
                ["engine"] = new(
                    new Dictionary<string, double> { ["match"] = 1.2, [".NET Tiered"] = 0.8 }, 1 << 30, 10 << 20),
            },
        };
    }
}
