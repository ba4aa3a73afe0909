using System.Globalization;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// Times of scenarios: lengths such as <c>90s</c>, <c>250ms</c>, <c>7ns</c>, counted from the start, which is midnight
/// UTC, so that seconds from the start are also the second of the day.
/// </summary>
public static class ScenarioClock
{
    /// <summary>Unix seconds of 2023-11-14 00:00:00 UTC.</summary>
    public const long StartSeconds = 1_699_920_000;

    public const long StartNs = StartSeconds * Limits.NsPerSecond;

    private static readonly (string Unit, long Ns)[] Units =
    [
        ("ns", 1),
        ("us", 1_000),
        ("ms", 1_000_000),
        ("s", Limits.NsPerSecond),
        ("m", 60 * Limits.NsPerSecond),
        ("h", 3_600 * Limits.NsPerSecond),
        ("d", 86_400 * Limits.NsPerSecond),
    ];

    /// <exception cref="ScenarioException">The text is not a whole number and a unit.</exception>
    public static long Parse(string text)
    {
        var digits = text.TrimEnd('n', 'u', 'm', 's', 'h', 'd');
        var unit = Array.Find(Units, item => item.Unit == text[digits.Length..]);
        return unit.Ns > 0 && long.TryParse(digits, CultureInfo.InvariantCulture, out var count)
            ? checked(count * unit.Ns)
            : throw new ScenarioException($"'{text}' is not a time: write 90s, 250ms, 7ns, 5m, 2h or 1d");
    }

    /// <summary>The largest unit of ns, us, ms and s that tells it exactly.</summary>
    public static string Format(Int128 ns)
    {
        var unit = Array.FindLast(Units[..4], item => ns % item.Ns == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{ns / unit.Ns}{unit.Unit}");
    }
}
