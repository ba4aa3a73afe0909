using System.Diagnostics;
using DexExtra.Client;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Capacity;

/// <summary>
/// One rate, in open loop: sessions of their own with fresh accounts, in turn, each message at its intended moment
/// whatever the answers do.
/// </summary>
internal sealed class LoadStep(BenchVenue venue, IReadOnlyList<PrivateKey> keys)
{
    private const int PatienceSeconds = 30;
    private const int SettleMs = 200;

    public async Task<StepFigures> RunAsync(string kind, int rate, int seconds)
    {
        var each = Math.Max(1, rate * seconds / keys.Count);
        var orders = keys.Select((key, index) =>
            new MixedOrders(key, venue.Domain, each, index % 2 == 0 ? Side.Sell : Side.Buy)).ToArray();
        var timers = keys.Select(_ => new AnswerTimer(each)).ToArray();
        var clients = new List<OrderEntryClient>();
        try
        {
            for (var index = 0; index < keys.Count; index++)
            {
                clients.Add(await OrderEntryClient.ConnectAsync(
                    new OrderEntryClientOptions
                    {
                        Venue = venue.OrderEntry,
                        Account = orders[index].Account,
                        Domain = venue.Domain,
                    },
                    keys[index], timers[index]));
            }

            await Task.Delay(SettleMs);
            var stages = await venue.StagesAsync();
            var usage = venue.Usage();
            var lateness = ReportTimer.NewHistogram();
            var began = Stopwatch.GetTimestamp();
            await Task.Factory.StartNew(
                () => Send(began, rate, orders, timers, clients, lateness), CancellationToken.None,
                TaskCreationOptions.LongRunning, TaskScheduler.Default);
            await AnsweredAsync(each * keys.Count, timers);
            var used = venue.Usage();
            return Figures(kind, rate, each * keys.Count, timers, lateness) with
            {
                Achieved = each * keys.Count
                    / Stopwatch.GetElapsedTime(began, timers.Max(timer => timer.LastAnswer)).TotalSeconds,
                Stages = Stages((await venue.StagesAsync()).Since(stages)),
                Usage = used.ToDictionary(p => p.Key, p => p.Value.Since(usage[p.Key])),
            };
        }
        finally
        {
            foreach (var client in clients)
            {
                await client.DisposeAsync();
            }
        }
    }

    private static void Send(
        long began, int rate, MixedOrders[] orders, AnswerTimer[] timers, List<OrderEntryClient> clients,
        HdrHistogram.LongHistogram lateness)
    {
        var gap = (double)Stopwatch.Frequency / rate;
        for (var index = 0; index < orders.Length * orders[0].Count; index++)
        {
            var (session, message) = (index % orders.Length, index / orders.Length);
            var intended = began + (long)(index * gap);
            PreciseSleep.Until(intended);
            lateness.RecordValue(ReportTimer.NsSince(intended));
            timers[session].SetStart(message, intended);
            if (!clients[session].Send(orders[session].Frame(message)))
            {
                throw new BenchException($"a session ended: {clients[session].Completion.Result}");
            }
        }
    }

    private static async Task AnsweredAsync(int messages, AnswerTimer[] timers)
    {
        var started = Stopwatch.GetTimestamp();
        while (timers.Sum(timer => timer.Answered) < messages
            && Stopwatch.GetElapsedTime(started).TotalSeconds < PatienceSeconds)
        {
            await Task.Delay(1);
        }
    }

    private static StepFigures Figures(
        string kind, int rate, int messages, AnswerTimer[] timers, HdrHistogram.LongHistogram lateness)
    {
        var answered = ReportTimer.NewHistogram();
        var early = ReportTimer.NewHistogram();
        foreach (var timer in timers)
        {
            answered.Add(timer.Latency);
            early.Add(timer.EarlyRejects);
        }

        return new StepFigures
        {
            Kind = kind,
            Rate = rate,
            Achieved = 0,
            Messages = messages,
            Unanswered = messages - timers.Sum(timer => timer.Answered),
            Refused = timers.SelectMany(timer => timer.Refused).GroupBy(refused => refused.Key)
                .ToDictionary(group => group.Key, group => group.Sum(refused => refused.Value)),
            Answered = Latencies.Of(answered) ?? throw new BenchException($"{rate}/s: nothing was answered"),
            EarlyRejects = Latencies.Of(early),
            SenderLateness = Latencies.Of(lateness)!,
            Trades = timers.Sum(timer => timer.Trades),
            Stages = new Dictionary<string, Latencies>(),
            Usage = new Dictionary<string, ProcessUsage>(),
        };
    }

    private static Dictionary<string, Latencies> Stages(StageFigures stages) =>
        stages.Stages.Where(stage => stages.Count(stage) > 0)
            .ToDictionary(stage => stage, stage => Latencies.Of(stages, stage));
}
