using System.Globalization;
using System.Text;

namespace DexExtra.Bench.Capacity;

/// <summary>Lines over a common horizontal axis as an SVG picture.</summary>
internal static class Plot
{
    private const int Width = 760;
    private const int Height = 300;
    private const int Left = 70;
    private const int Right = 150;
    private const int Top = 16;
    private const int Bottom = 44;
    private const int LinearTicks = 5;

    private static readonly string[] Colours = ["#1768ac", "#d1495b", "#2a9d5c", "#b07d2b", "#6c4ab6", "#444444"];

    /// <param name="horizontal">What the horizontal axis is, with its unit.</param>
    /// <param name="vertical">What the vertical axis is, with its unit.</param>
    /// <param name="lines">Points from left to right; a logarithmic picture leaves out what is not positive.</param>
    /// <param name="logarithmic">Vertical axis in powers of ten.</param>
    public static string Of(
        string horizontal, string vertical,
        IReadOnlyList<(string Name, IReadOnlyList<(double X, double Y)> Points)> lines, bool logarithmic)
    {
        var kept = lines.Select(line => (line.Name, Points: line.Points
            .Where(point => double.IsFinite(point.Y) && (!logarithmic || point.Y > 0)).ToArray())).ToArray();
        var all = kept.SelectMany(line => line.Points).ToArray();
        if (all.Length == 0)
        {
            return "<p>nothing was measured</p>";
        }

        var maxX = all.Max(point => point.X);
        var (low, high) = logarithmic
            ? (Math.Floor(Math.Log10(all.Min(point => point.Y))), Math.Ceiling(Math.Log10(all.Max(point => point.Y))))
            : (0, Math.Max(all.Max(point => point.Y), double.Epsilon));
        high = high > low ? high : low + 1;
        var svg = new StringBuilder();
        Write(svg, $"""<svg viewBox="0 0 {Width} {Height}" role="img" aria-label="{vertical} over {horizontal}">""");
        foreach (var tick in logarithmic
            ? Enumerable.Range((int)low, (int)(high - low) + 1).Select(power => (double)power)
            : Enumerable.Range(0, LinearTicks + 1).Select(step => high * step / LinearTicks))
        {
            var label = logarithmic ? Math.Pow(10, tick) : tick;
            var y = Y(tick);
            Write(svg, $"""<line x1="{Left}" x2="{Width - Right}" y1="{y:F1}" y2="{y:F1}" class="grid"/>""");
            Write(svg, $"""<text x="{Left - 6}" y="{y + 4:F1}" text-anchor="end">{label:#,0.###}</text>""");
        }

        foreach (var x in all.Select(point => point.X).Distinct())
        {
            Write(svg, $"""<text x="{X(x):F1}" y="{Height - Bottom + 16}" text-anchor="middle">{x:#,0}</text>""");
        }

        const int Middle = (Left + Width - Right) / 2;
        Write(svg, $"""<text x="{Middle}" y="{Height - 6}" text-anchor="middle">{horizontal}</text>""");
        Write(svg, $"""<text x="4" y="{Top - 4}">{vertical}</text>""");
        for (var index = 0; index < kept.Length; index++)
        {
            var colour = Colours[index % Colours.Length];
            var path = string.Join(' ', kept[index].Points.Select(point => string.Create(
                CultureInfo.InvariantCulture, $"{X(point.X):F1},{Y(Scaled(point.Y)):F1}")));
            Write(svg, $"""<polyline points="{path}" fill="none" stroke="{colour}" stroke-width="2"/>""");
            var below = Top + 14 + (18 * index);
            Write(svg, $"""<text x="{Width - Right + 12}" y="{below}" fill="{colour}">{kept[index].Name}</text>""");
        }

        return svg.Append("</svg>").ToString();

        double Scaled(double y) => logarithmic ? Math.Log10(y) : y;
        double X(double x) => Left + ((Width - Left - Right) * x / maxX);
        double Y(double scaled) => Height - Bottom - ((Height - Top - Bottom) * (scaled - low) / (high - low));
    }

    private static void Write(StringBuilder target, FormattableString line) =>
        target.AppendLine(line.ToString(CultureInfo.InvariantCulture));
}
