using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;
using DexExtra.Messages;
using DexExtra.Signing;

namespace DexExtra.Bench.Capacity;

/// <summary>
/// Capacity planning: rising rates of mixed signed messages over TCP until the venue no longer keeps up, then a tenth
/// of the peak, twice and ten times the peak, and a tenth again. Everything on real processes with fsync.
/// </summary>
internal static class CapacityRun
{
    public const string Sweep = "sweep";

    private const string Quiet = "quiet";
    private const string Overload = "overload";
    private const string Recovery = "recovery";
    private const string WarmUp = "warm-up";
    private const int MostSteps = 16;
    private const int StepsBeyondSweep = 6;
    private const int LatencyLimitUs = 100_000;
    private const int WarmUpRate = 500;

    private static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        WriteIndented = true,
        NumberHandling = JsonNumberHandling.AllowNamedFloatingPointLiterals,
    };

    public static async Task RunAsync(Arguments arguments)
    {
        var sessions = arguments.Number("--sessions", 4, least: 2);
        var seconds = arguments.Number("--seconds", 8);
        var folder = Directory.CreateDirectory(arguments.Text("--out") ?? "capacity").FullName;
        var machine = Machine.Here();
        Console.WriteLine($"capacity, {sessions} sessions, {seconds} s per step on {machine.Cpu}, {machine.Processors} "
            + $"processors, {machine.Kernel}, {machine.Runtime}, load {machine.LoadAverage}");
        var keys = Enumerable.Range(0, sessions * (MostSteps + StepsBeyondSweep)).Select(_ => PrivateKey.Generate())
            .ToArray();
        using var venue = await BenchVenue.StartAsync(
            BenchVenueOptions.Of(arguments), [.. keys.Select(key => new AccountId(key.Address, 0))]);
        var steps = await StepsAsync(arguments, venue, keys, sessions, seconds);
        var best = steps.Where(step => step.Kind == Sweep && step.KeepsUp).MaxBy(step => step.Rate);
        var report = new CapacityReport
        {
            Date = DateTime.UtcNow,
            Machine = machine,
            Sessions = sessions,
            SecondsPerStep = seconds,
            Steps = steps,
            PeakRate = best?.Rate ?? 0,
            Projection = best is null ? null : Projection.Of(best, arguments.Number("--load", 10_000)),
        };
        await File.WriteAllTextAsync(
            Path.Combine(folder, "capacity.json"), JsonSerializer.Serialize(report, Json) + "\n");
        await File.WriteAllTextAsync(Path.Combine(folder, "capacity.html"), CapacityPage.Of(report));
        Console.WriteLine($"  peak {report.PeakRate} messages/s; {folder}/capacity.html, capacity.json");
        if (arguments.Text("--baseline") is { } baseline)
        {
            Compare(report, JsonSerializer.Deserialize<CapacityReport>(await File.ReadAllTextAsync(baseline), Json)!);
        }
    }

    private static async Task<List<StepFigures>> StepsAsync(
        Arguments arguments, BenchVenue venue, PrivateKey[] keys, int sessions, int seconds)
    {
        var steps = new List<StepFigures>();
        var used = 0;
        await TakeAsync(WarmUp, WarmUpRate, seconds);
        steps.Clear();
        var rate = (double)arguments.Number("--from", 500);
        var factor = arguments.Number("--factor-percent", 150, least: 101) / 100.0;
        for (var index = 0; index < MostSteps; index++)
        {
            await TakeAsync(Sweep, (int)rate, seconds);
            if (!steps[^1].KeepsUp || steps[^1].Answered.P99 > LatencyLimitUs)
            {
                break;
            }

            rate *= factor;
        }

        var peak = steps.Where(step => step.KeepsUp).Select(step => step.Rate).DefaultIfEmpty(WarmUpRate).Max();
        await TakeAsync(Quiet, (int)(peak / 10), seconds);
        await TakeAsync(Overload, (int)(peak * 2), Math.Min(seconds, 3));
        await TakeAsync(Recovery, (int)(peak / 10), seconds);
        await TakeAsync(Overload, (int)(peak * 10), Math.Min(seconds, 3));
        await TakeAsync(Recovery, (int)(peak / 10), seconds);
        return steps;

        async Task TakeAsync(string kind, int perSecond, int duration)
        {
            var step = new LoadStep(venue, keys[used..(used + sessions)]);
            used += sessions;
            steps.Add(await step.RunAsync(kind, perSecond, duration));
            Print(steps[^1]);
        }
    }

    private static void Print(StepFigures step) => Console.WriteLine(string.Create(
        CultureInfo.InvariantCulture,
        $"  {step.Kind,-9} {step.Rate,7:N0}/s  achieved {step.Achieved,7:N0}/s  p50 {step.Answered.P50,8:N0} µs  "
        + $"p99 {step.Answered.P99,8:N0} µs  p99.9 {step.Answered.P999,8:N0} µs  refused {step.RefusedCount}  "
        + $"unanswered {step.Unanswered}"));

    /// <summary>Ratios to an earlier run: peak, and the latencies of the rates that both have.</summary>
    private static void Compare(CapacityReport now, CapacityReport before)
    {
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"  beside {before.Date:yyyy-MM-dd HH:mm} UTC: peak ×{now.PeakRate / before.PeakRate:N2}"));
        foreach (var step in now.Sweep)
        {
            if (before.Sweep.FirstOrDefault(other => other.Rate == step.Rate) is { } other)
            {
                Console.WriteLine(string.Create(
                    CultureInfo.InvariantCulture,
                    $"  {step.Rate,7:N0}/s: p50 ×{step.Answered.P50 / other.Answered.P50:N2}, "
                    + $"p99 ×{step.Answered.P99 / other.Answered.P99:N2}, "
                    + $"p99.9 ×{step.Answered.P999 / other.Answered.P999:N2}"));
            }
        }
    }
}
