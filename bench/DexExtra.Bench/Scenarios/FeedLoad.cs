using System.Diagnostics;
using DexExtra.Bench.Feed;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// Many feed connections, every second one over Socket.IO's WebSocket, spread over the markets of one gateway, while
/// orders change the book of the first market at a rate and those of the others, together, at a tenth of it. On each
/// market one connection in ten gets every change, the others are conflated. After a while without them slow ones come
/// that ask for the first market, conflated unless told, and never read. Age is from the intended time of the oldest
/// update in a delta; a gap is a delta or heartbeat that does not follow.
/// </summary>
internal static class FeedLoad
{
    private const int OthersShare = 11;
    private const int Connecting = 64;
    private const int IdleMs = 5_000;
    private const int SettleMs = 2_000;
    private const int PatienceMs = 120_000;
    private const int SlowConflationMs = 100;
    private const int OwnFiles = 500;
    private const long PriceLevels = 100;

    /// <summary>Conflation of a connection by its number on its market; 0 is every change.</summary>
    private static readonly int[] _conflationMs = [0, 25, 100, 500, 500, 500, 500, 500, 500, 500];

    public static async Task<Report> RunAsync(Arguments arguments)
    {
        var clients = arguments.Number("--clients", 200);
        var markets = arguments.Number("--markets", 10);
        var rate = arguments.Number("--hz", 200);
        var slow = Math.Min(arguments.Number("--slow", 0, least: 0), clients - 1);
        var slowMs = arguments.Number("--slow-ms", SlowConflationMs, least: 0);
        var seconds = arguments.Number("--seconds", 5);
        FileLimit.Require(clients + OwnFiles);
        var report = new Report(
            $"feed, {clients} connections, {slow} of them slow, {markets} markets, {rate} updates/s on the busiest");
        report.Begin();
        using var key = PrivateKey.Generate();
        var account = new AccountId(key.Address, 0);
        using var venue = await BenchVenue.StartAsync(
            BenchVenueOptions.Of(arguments) with { Markets = markets, FeedClients = clients }, account);
        var others = markets > 1 ? OthersShare : 0;
        var perSecond = others == 0 ? rate : rate * OthersShare / (OthersShare - 1);
        var phases = slow > 0 ? 2 : 1;
        var orders = new OrderStock(
            key, venue.Domain, perSecond * ((seconds * phases) + (SettleMs / 1_000)), index => Plan(index, markets));
        var crowd = new FeedCrowd(venue, markets, _conflationMs, new FeedTimes(perSecond, others));
        try
        {
            await MeasureAsync(report, crowd, clients - slow, venue);
            await using var sender = new OrderSender(venue, account, key, orders, perSecond);
            crowd.Times.Start(crowd.BusiestSequence + 1, await sender.StartAsync());
            await Task.Delay(SettleMs);
            await MeasureAsync(report, crowd, seconds, slow > 0 ? ", none slow" : string.Empty);
            if (slow > 0)
            {
                await crowd.AddSlowAsync(slow, slowMs, Connecting);
                await MeasureAsync(report, crowd, seconds, ", with slow");
            }

            await sender.EndAsync();
            report.Add("gaps", crowd.Gaps, "gaps");
            report.Add("connections that were closed", crowd.Ended, "connections");
        }
        finally
        {
            await crowd.DisposeAsync();
        }

        return report;
    }

    private static async Task MeasureAsync(Report report, FeedCrowd crowd, int clients, BenchVenue venue)
    {
        var before = venue.GatewayBytes;
        var began = Stopwatch.GetTimestamp();
        await crowd.AddAsync(clients, Connecting, PatienceMs);
        report.Add("connections per second", clients / Stopwatch.GetElapsedTime(began).TotalSeconds, "connections/s");
        await Task.Delay(IdleMs);
        report.Add("gateway memory per idle connection", (venue.GatewayBytes - before) / (1024.0 * clients), "KiB");
    }

    private static async Task MeasureAsync(Report report, FeedCrowd crowd, int seconds, string when)
    {
        var ages = crowd.Times.Begin();
        var (messages, began) = (crowd.Messages, Stopwatch.GetTimestamp());
        await Task.Delay(TimeSpan.FromSeconds(seconds));
        var delivered = (crowd.Messages - messages) / Stopwatch.GetElapsedTime(began).TotalSeconds;
        report.Add($"messages delivered{when}", delivered, "messages/s");
        report.AddLatency($"age, every change{when}", ages.Raw);
        report.AddLatency($"age, conflated{when}", ages.Conflated);
    }

    /// <summary>Every eleventh order goes to one of the other markets.</summary>
    private static (Side Side, long PriceTicks, uint MarketId) Plan(int index, int markets)
    {
        var isOther = markets > 1 && index % OthersShare == OthersShare - 1;
        var market = isOther ? 2 + (index / OthersShare % (markets - 1)) : 1;
        return (Side.Buy, index % PriceLevels, (uint)market);
    }
}
