using HdrHistogram;

namespace DexExtra.Bench.Capacity;

/// <summary>Percentiles of a latency in µs.</summary>
internal sealed record Latencies(double P50, double P90, double P99, double P999, double Max)
{
    private const double NsPerUs = 1_000;
    private const double UsPerSecond = 1e6;

    /// <summary>Null when there was none.</summary>
    public static Latencies? Of(HistogramBase ns) => ns.TotalCount == 0 ? null : new(
        ns.GetValueAtPercentile(50) / NsPerUs, ns.GetValueAtPercentile(90) / NsPerUs,
        ns.GetValueAtPercentile(99) / NsPerUs, ns.GetValueAtPercentile(99.9) / NsPerUs,
        ns.GetValueAtPercentile(100) / NsPerUs);

    public static Latencies Of(StageFigures stages, string stage) => new(
        stages.AtMostSeconds(stage, 0.5) * UsPerSecond, stages.AtMostSeconds(stage, 0.9) * UsPerSecond,
        stages.AtMostSeconds(stage, 0.99) * UsPerSecond, stages.AtMostSeconds(stage, 0.999) * UsPerSecond,
        stages.AtMostSeconds(stage, 1) * UsPerSecond);
}
