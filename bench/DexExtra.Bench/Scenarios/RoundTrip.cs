using System.Diagnostics;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// One signed order in flight over TCP, fsync on: from the send call to its execution report. With --checkpoint the
/// same number again while snapshots are made one after the other: what they cost the matching thread.
/// </summary>
internal static class RoundTrip
{
    private const int WarmUp = 3_000;

    public static async Task<Report> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("--orders", 20_000);
        var measurements = arguments.Text("--checkpoint") == "yes" ? 2 : 1;
        var total = WarmUp + (count * measurements);
        var report = new Report($"roundtrip, {count} orders one at a time after {WarmUp} warm-up");
        report.Begin();
        using var key = PrivateKey.Generate();
        var account = new AccountId(key.Address, 0);
        using var venue = await BenchVenue.StartAsync(BenchVenueOptions.Of(arguments), account);

        // far below any opposite price, over many levels: nothing trades
        var stock = new OrderStock(key, venue.Domain, total, index => (Side.Buy, -(index % 1_000)));
        var timer = new ReportTimer(total);
        await using var client = await OrderEntryClient.ConnectAsync(
            new OrderEntryClientOptions { Venue = venue.OrderEntry, Account = account, Domain = venue.Domain },
            key, timer);
        await SendAsync(client, stock, timer, 0, WarmUp);
        timer.Latency.Reset();
        var before = await venue.StagesAsync();
        await SendAsync(client, stock, timer, WarmUp, count);
        report.AddLatency("order → execution report", timer.Latency);
        report.AddStages("engine", (await venue.StagesAsync()).Since(before));
        if (measurements == 2)
        {
            await AddWithSnapshotsAsync(
                report, venue, timer, () => SendAsync(client, stock, timer, WarmUp + count, count));
        }

        return report;
    }

    private static async Task AddWithSnapshotsAsync(Report report, BenchVenue venue, ReportTimer timer, Func<Task> send)
    {
        await venue.StartCheckpointAsync();
        var before = await venue.StagesAsync();
        timer.Latency.Reset();
        await send();
        report.AddLatency("while snapshots are made", timer.Latency);
        report.AddStages("beside snapshots", (await venue.StagesAsync()).Since(before));
        report.Add("newest snapshot", venue.NewestSnapshot, "commands");
        if (venue.NewestSnapshot == 0)
        {
            throw new BenchException("no snapshot was made meanwhile: more --orders");
        }
    }

    private static async Task SendAsync(
        OrderEntryClient client, OrderStock stock, ReportTimer timer, int first, int count)
    {
        for (var index = first; index < first + count; index++)
        {
            timer.SetStart(index + 1, Stopwatch.GetTimestamp());
            if (!client.Send(stock.Frame(index)))
            {
                throw new BenchException($"the session ended: {await client.Completion}");
            }

            while (timer.Answered <= index && !timer.AllAnswered.IsFaulted)
            {
                Thread.Sleep(0);
            }

            if (timer.AllAnswered.IsFaulted)
            {
                await timer.AllAnswered;
            }
        }
    }
}
