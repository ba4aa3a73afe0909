using System.Diagnostics;
using System.Runtime.InteropServices;

namespace DexExtra.Bench.Core;

/// <summary>
/// Nanoseconds of a run: elapsed time, or (<c>--clock cpu</c>) the processor time of this thread, which other processes
/// on a busy machine disturb less; its caches they disturb all the same.
/// </summary>
internal static partial class RunClock
{
    private const int ThreadCpuTime = 3;
    private static readonly double NsPerTick = 1e9 / Stopwatch.Frequency;

    public static bool IsCpuTime { get; set; }

    public static double Now()
    {
        if (!IsCpuTime)
        {
            return Stopwatch.GetTimestamp() * NsPerTick;
        }

        return GetTime(ThreadCpuTime, out var time) == 0
            ? (time.Seconds * 1e9) + time.Nanoseconds
            : throw new BenchException("the kernel has no clock of threads");
    }

    [LibraryImport("libc", EntryPoint = "clock_gettime")]
    private static partial int GetTime(int clock, out Timespec time);

    private readonly struct Timespec
    {
        public readonly long Seconds;
        public readonly long Nanoseconds;
    }
}
