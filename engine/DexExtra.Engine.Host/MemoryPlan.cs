using DexExtra.Ring.Threads;
using Microsoft.Extensions.Logging;

namespace DexExtra.Engine.Host;

/// <summary>
/// Decides whether the tables of the engine are backed by memory before the first command, or page by page on first
/// use. A machine that has processors to spin on has the memory too; a small one keeps what is never used.
/// </summary>
internal static class MemoryPlan
{
    private const int MiB = 1 << 20;

    public static bool IsPrepared(EngineSection section) =>
        section.PrepareMemory ?? CpuAffinity.AvailableCpus().Count >= ThreadPlan.SpinningCores;

    /// <summary>Once, after everything large has been made; says what came of it.</summary>
    public static void Apply(EngineSection section, ILogger log)
    {
        if (!IsPrepared(section))
        {
            log.LogInformation("memory is backed on first use");
            return;
        }

        var prepared = ResidentMemory.Prepare() / MiB;
        log.LogInformation("{MiB} MiB of memory are resident, in huge pages where the kernel gives them", prepared);
    }
}
