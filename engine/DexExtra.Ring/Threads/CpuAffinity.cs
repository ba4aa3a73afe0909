using System.ComponentModel;
using System.Runtime.InteropServices;

namespace DexExtra.Ring.Threads;

/// <summary>
/// Which processors the current thread may run on (Linux sched_setaffinity). Pin from the thread itself, before its
/// work starts; a managed thread stays on its kernel thread for life.
/// </summary>
public static partial class CpuAffinity
{
    private const int MaxCpus = 1024;
    private const int BitsPerWord = 64;
    private const int MaskWords = MaxCpus / BitsPerWord;
    private const int CurrentThread = 0;

    /// <summary>Restricts the calling thread to one processor.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Not a processor number.</exception>
    /// <exception cref="Win32Exception">The kernel refused.</exception>
    public static void PinCurrentThread(int cpu)
    {
        ArgumentOutOfRangeException.ThrowIfNegative(cpu);
        ArgumentOutOfRangeException.ThrowIfGreaterThanOrEqual(cpu, MaxCpus);
        Span<ulong> mask = stackalloc ulong[MaskWords];
        mask.Clear();
        mask[cpu / BitsPerWord] = 1UL << (cpu % BitsPerWord);
        if (SetAffinity(CurrentThread, MaskWords * sizeof(ulong), mask) != 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), $"cannot pin the thread to processor {cpu}");
        }
    }

    /// <summary>The processors the calling thread may run on, ascending.</summary>
    /// <exception cref="Win32Exception">The kernel refused.</exception>
    public static IReadOnlyList<int> AvailableCpus()
    {
        Span<ulong> mask = stackalloc ulong[MaskWords];
        mask.Clear();
        if (GetAffinity(CurrentThread, MaskWords * sizeof(ulong), mask) < 0)
        {
            throw new Win32Exception(Marshal.GetLastPInvokeError(), "cannot read the processor affinity");
        }

        var cpus = new List<int>();
        for (var cpu = 0; cpu < MaxCpus; cpu++)
        {
            if ((mask[cpu / BitsPerWord] & (1UL << (cpu % BitsPerWord))) != 0)
            {
                cpus.Add(cpu);
            }
        }

        return cpus;
    }

    [LibraryImport("libc", EntryPoint = "sched_setaffinity", SetLastError = true)]
    private static partial int SetAffinity(int pid, nint maskBytes, ReadOnlySpan<ulong> mask);

    [LibraryImport("libc", EntryPoint = "sched_getaffinity", SetLastError = true)]
    private static partial int GetAffinity(int pid, nint maskBytes, Span<ulong> mask);
}
