using System.Globalization;
using System.Text.RegularExpressions;

namespace DexExtra.Bench;

/// <summary>
/// What the engine process measured of its stages: for each, how many commands took at most so long. Differences of
/// two of them are the figures of what happened in between.
/// </summary>
internal sealed partial class StageFigures
{
    private readonly IReadOnlyDictionary<string, SortedDictionary<double, double>> _counts;

    private StageFigures(IReadOnlyDictionary<string, SortedDictionary<double, double>> counts) => _counts = counts;

    /// <summary>Names as in the engine's metrics (StageTimes).</summary>
    public IEnumerable<string> Stages => _counts.Keys;

    public static StageFigures Parse(string metrics)
    {
        var counts = new Dictionary<string, SortedDictionary<double, double>>();
        foreach (Match line in Bucket().Matches(metrics))
        {
            var stage = line.Groups["stage"].Value;
            if (!counts.TryGetValue(stage, out var buckets))
            {
                counts[stage] = buckets = [];
            }

            var le = line.Groups["le"].Value;
            buckets[le == "+Inf" ? double.PositiveInfinity : double.Parse(le, CultureInfo.InvariantCulture)] =
                double.Parse(line.Groups["count"].Value, CultureInfo.InvariantCulture);
        }

        return new StageFigures(counts);
    }

    public double Count(string stage) => _counts[stage][double.PositiveInfinity];

    /// <summary>How many took surely at most this long; one of the steps of the metric.</summary>
    public double CountAtMost(string stage, double seconds) => _counts[stage][seconds];

    /// <summary>The step at or below which this share (0…1) of the times is; infinite beyond the last.</summary>
    public double AtMostSeconds(string stage, double share)
    {
        var wanted = Count(stage) * share;
        return _counts[stage].First(bucket => bucket.Value >= wanted).Key;
    }

    public StageFigures Since(StageFigures before) => new(_counts.ToDictionary(
        stage => stage.Key,
        stage => new SortedDictionary<double, double>(stage.Value.ToDictionary(
            bucket => bucket.Key, bucket => bucket.Value - before._counts[stage.Key][bucket.Key]))));

    [GeneratedRegex(
        """^dexextra_engine_stage_seconds_bucket\{stage="(?<stage>\w+)",le="(?<le>[^"]+)"\} (?<count>\S+)\r?$""",
        RegexOptions.Multiline)]
    private static partial Regex Bucket();
}
