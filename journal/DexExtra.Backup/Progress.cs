using System.Diagnostics;
using System.Globalization;

namespace DexExtra.Backup;

/// <summary>Once a second a line on stderr: how much is done. One thread.</summary>
internal sealed class Progress(TextWriter stderr, string what)
{
    private const double MiB = 1 << 20;
    private static readonly long Interval = Stopwatch.Frequency;

    private long _next = Stopwatch.GetTimestamp() + Interval;
    private long _done;

    /// <summary>Bytes that will be done; 0 while unknown.</summary>
    public long Total { get; set; }

    public void Add(long bytes)
    {
        _done += bytes;
        if (IsDue())
        {
            var whole = Total > 0
                ? string.Create(CultureInfo.InvariantCulture, $" of {Total / MiB:F0} MiB, {_done * 100 / Total} %")
                : " MiB";
            Tell(string.Create(CultureInfo.InvariantCulture, $"{what} {_done / MiB:F0}{whole}"));
        }
    }

    /// <summary>A command was applied.</summary>
    public void At(long sequence, long last)
    {
        if (IsDue())
        {
            Tell(string.Create(CultureInfo.InvariantCulture, $"{what} command {sequence} of {last}"));
        }
    }

    private bool IsDue() => Stopwatch.GetTimestamp() >= _next;

    private void Tell(string line)
    {
        _next = Stopwatch.GetTimestamp() + Interval;
        stderr.WriteLine(line);
    }
}
