using System.Runtime.InteropServices;

namespace DexExtra.Ring.Threads;

/// <summary>
/// Real-time priority of the current thread (Linux SCHED_FIFO): it runs as soon as it can, before every thread without
/// one, until it waits. Only for threads that sleep while they wait: one that spins takes the processor for itself.
/// </summary>
public static partial class RealTimePriority
{
    public const int Lowest = 1;
    public const int Highest = 99;

    private const int CurrentThread = 0;
    private const int FirstInFirstOut = 1;

    /// <summary>Threads that this one starts do not inherit it.</summary>
    private const int ResetOnFork = 0x40000000;

    /// <summary>False when the kernel refuses: the process may not (CAP_SYS_NICE, RLIMIT_RTPRIO).</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not 1 to 99.</exception>
    public static bool TrySetForCurrentThread(int priority)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(priority, Lowest);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(priority, Highest);
        return SetScheduler(CurrentThread, FirstInFirstOut | ResetOnFork, in priority) == 0;
    }

    [LibraryImport("libc", EntryPoint = "sched_setscheduler")]
    private static partial int SetScheduler(int pid, int policy, in int priority);
}
