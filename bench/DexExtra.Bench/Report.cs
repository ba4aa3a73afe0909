using System.Globalization;
using System.Text.Json;
using HdrHistogram;

namespace DexExtra.Bench;

/// <summary>One run's result: printed for people, and written as JSON where --out says.</summary>
internal sealed class Report(string scenario)
{
    private static readonly double[] Percentiles = [50, 90, 99, 99.9, 100];
    private static readonly JsonSerializerOptions Indented = new(JsonSerializerDefaults.Web) { WriteIndented = true };

    private readonly SortedDictionary<string, object> _figures = [];
    private readonly Machine _machine = Machine.Here();

    public void Add(string name, double value, string unit)
    {
        _figures[name] = new { value, unit };
        Console.WriteLine(string.Create(CultureInfo.InvariantCulture, $"  {name,-34} {value,14:N1} {unit}"));
    }

    /// <summary>Percentiles of a histogram in nanoseconds, shown in microseconds.</summary>
    public void AddLatency(string name, HistogramBase histogram)
    {
        foreach (var percentile in Percentiles)
        {
            Add($"{name} {LabelOf(percentile)}", histogram.GetValueAtPercentile(percentile) / 1000.0, "µs");
        }
    }

    /// <summary>
    /// Percentiles of the engine's stages, each the step of the metric at or below which it is, and how many times
    /// were longer than a millisecond.
    /// </summary>
    public void AddStages(string name, StageFigures stages)
    {
        foreach (var stage in stages.Stages)
        {
            foreach (var percentile in Percentiles)
            {
                var microseconds = stages.AtMostSeconds(stage, percentile / 100) * 1e6;
                Add($"{name} {stage} {LabelOf(percentile)} at most", microseconds, "µs");
            }

            var longer = stages.Count(stage) - stages.CountAtMost(stage, 0.001);
            Add($"{name} {stage} longer than 1 ms", longer, $"of {stages.Count(stage)}");
        }
    }

    public void Begin() => Console.WriteLine(
        $"{scenario} on {_machine.Cpu}, {_machine.Processors} processors, {_machine.Kernel}, {_machine.Runtime}, "
        + $"load {_machine.LoadAverage}");

    private static string LabelOf(double percentile) =>
        percentile == 100 ? "max" : string.Create(CultureInfo.InvariantCulture, $"p{percentile}");

    public void Write(string? path)
    {
        if (path is not null)
        {
            var body = new { scenario, date = DateTime.UtcNow, machine = _machine, figures = _figures };
            File.WriteAllText(path, JsonSerializer.Serialize(body, Indented) + "\n");
            Console.WriteLine($"  written to {path}");
        }
    }
}
