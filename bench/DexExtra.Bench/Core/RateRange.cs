namespace DexExtra.Bench.Core;

/// <summary>Median, lowest and highest of several runs.</summary>
internal sealed record RateRange(double Median, double Lowest, double Highest)
{
    public static RateRange Of(IEnumerable<double> values)
    {
        var sorted = values.Order().ToArray();
        return new RateRange(sorted[sorted.Length / 2], sorted[0], sorted[^1]);
    }
}
