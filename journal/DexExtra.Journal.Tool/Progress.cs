using System.Diagnostics;
using System.Globalization;

namespace DexExtra.Journal.Tool;

/// <summary>
/// Once a second a line on stderr: how much of the log was read, how fast, and how long the rest takes. One thread.
/// </summary>
internal sealed class Progress(TextWriter stderr)
{
    private const double MiB = 1 << 20;
    private static readonly long Interval = Stopwatch.Frequency;

    private readonly long _started = Stopwatch.GetTimestamp();
    private long _next = Stopwatch.GetTimestamp() + Interval;
    private long _read;

    /// <summary>Bytes that will be read; 0 while unknown.</summary>
    public long Total { get; set; }

    /// <summary>The sequence that the verb has come to.</summary>
    public long Sequence { get; set; }

    public void Add(long bytes)
    {
        _read += bytes;
        var now = Stopwatch.GetTimestamp();
        if (now >= _next)
        {
            _next = now + Interval;
            stderr.WriteLine(Line(Stopwatch.GetElapsedTime(_started, now)));
        }
    }

    private string Line(TimeSpan elapsed)
    {
        var rate = _read / MiB / elapsed.TotalSeconds;
        var left = Total > _read && _read > 0
            ? string.Create(
                CultureInfo.InvariantCulture,
                $", {_read * 100 / Total} %, {(Total - _read) / MiB / rate:F0} s left")
            : string.Empty;
        return string.Create(
            CultureInfo.InvariantCulture,
            $"read {_read / MiB:F0} MiB, {rate:F0} MiB/s, sequence {Sequence}, "
            + $"{Sequence / elapsed.TotalSeconds:F0} commands/s{left}");
    }
}
