using System.Diagnostics;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// Signed orders at a fixed rate over two TCP sessions, fsync on; every second order crosses the one before it.
/// Latency counts from the intended send time, so that a stall is charged to every order it delayed.
/// </summary>
internal static class OpenLoop
{
    private const int WarmUpSeconds = 3;

    public static async Task<Report> RunAsync(Arguments arguments)
    {
        var rate = arguments.Number("--rate", 2_000);
        var seconds = arguments.Number("--seconds", 10);
        var report = new Report($"load, {rate} orders/s for {seconds} s open loop after {WarmUpSeconds} s warm-up");
        report.Begin();
        var pairs = rate * (seconds + WarmUpSeconds) / 2;
        var warmUpPairs = rate * WarmUpSeconds / 2;
        using var seller = PrivateKey.Generate();
        using var buyer = PrivateKey.Generate();
        var accounts = new[] { new AccountId(seller.Address, 0), new AccountId(buyer.Address, 0) };
        using var venue = await BenchVenue.StartAsync(BenchVenueOptions.Of(arguments), accounts);
        Console.WriteLine($"  signing {2 * pairs} orders");
        var sells = new OrderStock(seller, venue.Domain, pairs, index => (Side.Sell, index % 100));
        var buys = new OrderStock(buyer, venue.Domain, pairs, index => (Side.Buy, index % 100));
        var sellTimer = new ReportTimer(pairs);
        var buyTimer = new ReportTimer(pairs);
        await using var sellClient = await ConnectAsync(venue, accounts[0], seller, sellTimer);
        await using var buyClient = await ConnectAsync(venue, accounts[1], buyer, buyTimer);

        var gapTicks = (double)Stopwatch.Frequency / rate;
        var began = Stopwatch.GetTimestamp();
        var measuredFrom = 0L;
        var lateness = ReportTimer.NewHistogram();
        for (var index = 0; index < 2 * pairs; index++)
        {
            var intended = began + (long)(index * gapTicks);
            PreciseSleep.Until(intended);
            if (index == 2 * warmUpPairs)
            {
                sellTimer.Latency.Reset();
                buyTimer.Latency.Reset();
                lateness.Reset();
                measuredFrom = intended;
            }

            lateness.RecordValue(ReportTimer.NsSince(intended));

            var (timer, client, stock) = index % 2 == 0 ? (sellTimer, sellClient, sells) : (buyTimer, buyClient, buys);
            timer.SetStart((index / 2) + 1, intended);
            if (!client.Send(stock.Frame(index / 2)))
            {
                throw new BenchException($"a session ended: {await client.Completion}");
            }
        }

        await Task.WhenAll(sellTimer.AllAnswered, buyTimer.AllAnswered);
        var took = Stopwatch.GetElapsedTime(measuredFrom).TotalSeconds;
        sellTimer.Latency.Add(buyTimer.Latency);
        var measured = 2 * (pairs - warmUpPairs);
        report.Add("orders answered", measured / took, "orders/s");
        report.Add("matches", buyTimer.Trades * ((pairs - warmUpPairs) / (double)pairs) / took, "matches/s");
        report.AddLatency("intended send → execution report", sellTimer.Latency);
        report.AddLatency("of that, lateness of the sender", lateness);
        return report;
    }

    private static Task<OrderEntryClient> ConnectAsync(
        BenchVenue venue, AccountId account, PrivateKey key, ReportTimer timer) => OrderEntryClient.ConnectAsync(
            new OrderEntryClientOptions { Venue = venue.OrderEntry, Account = account, Domain = venue.Domain },
            key, timer);
}
