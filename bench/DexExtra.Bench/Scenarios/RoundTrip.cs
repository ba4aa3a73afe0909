using System.Diagnostics;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Scenarios;

/// <summary>One signed order in flight over TCP, fsync on: from the send call to its execution report.</summary>
internal static class RoundTrip
{
    private const int WarmUp = 3_000;

    public static async Task<Report> RunAsync(Arguments arguments)
    {
        var count = arguments.Number("--orders", 20_000);
        var report = new Report($"roundtrip, {count} orders one at a time after {WarmUp} warm-up");
        report.Begin();
        using var key = PrivateKey.Generate();
        var account = new AccountId(key.Address, 0);
        using var venue = await BenchVenue.StartAsync(arguments.Text("--folder"), account);

        // far below any opposite price, over many levels: nothing trades
        var stock = new OrderStock(key, venue.Domain, count + WarmUp, index => (Side.Buy, -(index % 1_000)));
        var timer = new ReportTimer(count + WarmUp);
        await using var client = await OrderEntryClient.ConnectAsync(
            new OrderEntryClientOptions { Venue = venue.OrderEntry, Account = account, Domain = venue.Domain },
            key, timer);
        for (var index = 0; index < count + WarmUp; index++)
        {
            if (index == WarmUp)
            {
                timer.Latency.Reset();
            }

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

        report.AddLatency("order → execution report", timer.Latency);
        return report;
    }
}
