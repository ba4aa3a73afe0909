using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DexExtra.Bench;

/// <summary>
/// Waits for a moment with the kernel's high-resolution timer and only the last stretch by spinning: on a machine with
/// few processors a spinning sender would take the time of the venue it measures.
/// </summary>
internal static partial class PreciseSleep
{
    /// <summary>The kernel may wake a sleeper this much late (its default timer slack).</summary>
    private const long SlackNs = 60_000;
    private const long NsPerSecond = 1_000_000_000;

    public static void Until(long timestamp)
    {
        var aheadNs = AheadNs(timestamp);
        while (aheadNs > 0)
        {
            if (aheadNs > SlackNs)
            {
                var span = new Timespec { Seconds = 0, Nanoseconds = Math.Min(aheadNs - SlackNs, NsPerSecond - 1) };
                _ = Nanosleep(in span, 0);
            }
            else
            {
                Thread.SpinWait(1);
            }

            aheadNs = AheadNs(timestamp);
        }
    }

    private static long AheadNs(long timestamp) =>
        (long)((timestamp - Stopwatch.GetTimestamp()) * (double)NsPerSecond / Stopwatch.Frequency);

    [LibraryImport("libc", EntryPoint = "nanosleep")]
    private static partial int Nanosleep(in Timespec request, nint remaining);

    [StructLayout(LayoutKind.Sequential)]
    private struct Timespec
    {
        public long Seconds;
        public long Nanoseconds;
    }
}
