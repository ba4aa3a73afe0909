using System.Diagnostics;
using System.Globalization;
using System.Text.Json;
using DexExtra.Bench.Core;

namespace DexExtra.Bench.Scenarios;

/// <summary>
/// All workloads in both modes; with a limit program, each run right behind one of the limit on the same processor, so
/// that both saw the same machine: the ratio of a pair is what counts.
/// </summary>
internal static class CoreComparison
{
    private const int DefaultPairs = 7;
    private const int DefaultSeed = 1;
    private const string LimitMetric = "ops/s after prefill, median";

    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    public static void Run(Arguments arguments)
    {
        var folder = arguments.Text("--folder") ?? Directory.CreateTempSubdirectory("dexextra-core-").FullName;
        var pairs = arguments.Number("--runs", DefaultPairs);
        var limit = arguments.Text("--limit");
        var results = new List<object>();
        foreach (var shape in WorkloadShape.All)
        {
            var path = Path.Combine(folder, shape.Name + ".bin");
            if (!File.Exists(path))
            {
                var seed = (ulong)arguments.Number("--seed", DefaultSeed);
                var made = WorkloadGenerator.Generate(
                    shape, seed, WorkloadShape.DefaultOperations, shape.Prefill, out var expected);
                WorkloadFile.Write(path, made, shape.Prefill, in expected);
            }

            var measurement = new CoreMeasurement(WorkloadFile.Read(path), shape.Prefill);
            foreach (var mode in new[] { "book", "engine" })
            {
                var figures = measurement.Measure(mode, 1);
                var ratios = limit is null
                    ? null
                    : Pair(measurement, mode, pairs, () => RunLimit(limit, folder, shape.Name, arguments));
                results.Add(new { workload = shape.Name, figures, ratioToLimit = ratios });
                Show(shape.Name, figures, ratios);
            }
        }

        if (arguments.Text("--out") is { } output)
        {
            var body = new { date = DateTime.UtcNow, machine = Machine.Here(), results };
            File.WriteAllText(output, JsonSerializer.Serialize(body, Indented) + "\n");
        }
    }

    private static void Show(string workload, CoreFigures figures, RateRange? ratios)
    {
        var ratio = ratios is null
            ? "no limit program"
            : string.Create(
                CultureInfo.InvariantCulture,
                $"ratio to limit {ratios.Median:F3} ({ratios.Lowest:F3} to {ratios.Highest:F3})");
        Console.WriteLine(string.Create(
            CultureInfo.InvariantCulture,
            $"{workload,-11} {figures.Mode,-7} {figures.NsPerOp,9:F1} ns/op  p50 {figures.Ns.P50:F0}"
                + $"  p99 {figures.Ns.P99:F0}  p99.9 {figures.Ns.P999:F0} (timer {figures.Ns.Timer:F0})"
                + $"  {figures.AllocatedBytes} B  {ratio}"));
    }

    private static RateRange Pair(CoreMeasurement measurement, string mode, int pairs, Func<double> runLimit) =>
        RateRange.Of(Enumerable.Range(0, pairs).Select(_ =>
        {
            var limit = runLimit();
            return measurement.RunOnce(mode) / limit;
        }).ToList());

    /// <summary>Operations per second of one run of the limit program (its line R|lob|…|metric|value|unit).</summary>
    private static double RunLimit(string program, string folder, string workload, Arguments arguments)
    {
        var cpu = arguments.Number("--cpu", 0, least: 0).ToString(CultureInfo.InvariantCulture);
        var start = new ProcessStartInfo(program, ["-d", folder, "-m", "tput", "-r", "1", "-c", cpu, workload])
        {
            RedirectStandardOutput = true,
        };
        using var process = Process.Start(start) ?? throw new BenchException($"{program} did not start");
        var output = process.StandardOutput.ReadToEnd();
        process.WaitForExit();
        var line = output.Split('\n').FirstOrDefault(text => text.Contains(LimitMetric, StringComparison.Ordinal))
            ?? throw new BenchException($"{program} printed no figure for {workload}");
        return double.Parse(line.Split('|')[^2], CultureInfo.InvariantCulture);
    }
}
