using System.Diagnostics;

namespace DexExtra.Bench.Core;

/// <summary>Nanoseconds of single operations, each timed; the time of the timer itself is in them.</summary>
internal sealed record Percentiles(double P50, double P99, double P999, double P9999, double Max, double Timer)
{
    private const int TimerSamples = 100_000;
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    /// <summary>Sorts the samples.</summary>
    public static Percentiles Of(Span<long> ticks)
    {
        ticks.Sort();
        var timer = new long[TimerSamples];
        foreach (ref var sample in timer.AsSpan())
        {
            var started = Stopwatch.GetTimestamp();
            sample = Stopwatch.GetTimestamp() - started;
        }

        timer.AsSpan().Sort();
        return new Percentiles(
            At(ticks, 0.5), At(ticks, 0.99), At(ticks, 0.999), At(ticks, 0.9999), At(ticks, 1), At(timer, 0.5));
    }

    private static double At(ReadOnlySpan<long> sorted, double part) =>
        sorted[Math.Min(sorted.Length - 1, (int)(part * sorted.Length))] * NsPerTick;
}
