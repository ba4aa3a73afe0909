using DexExtra.Ring;
using DexExtra.Ring.Threads;

namespace DexExtra.Engine.Host;

/// <summary>
/// Decides from the machine and the configuration how stages wait and where the matching thread runs.
/// </summary>
internal sealed record ThreadPlan(WaitMode WaitMode, int? MatchingCpu, int? RealTimePriority)
{
    /// <summary>Processors from which on the four stages may spin: one each, two left for everybody else.</summary>
    public const int SpinningCores = 6;

    public static ThreadPlan For(EngineSection section)
    {
        var cpus = CpuAffinity.AvailableCpus();
        var spin = cpus.Count >= SpinningCores;
        var mode = section.WaitMode != WaitMode.Auto ? section.WaitMode
            : spin ? WaitMode.BusySpin
            : WaitMode.Blocking;
        int? pinned = section.MatchingCpu >= 0 ? section.MatchingCpu
            : spin ? cpus[^1]
            : null;
        int? priority = section.RealTimePriority > 0 && mode == WaitMode.Blocking ? section.RealTimePriority : null;
        return new ThreadPlan(mode, pinned, priority);
    }

    public IWaitStrategy CreateWaitStrategy() => WaitMode switch
    {
        WaitMode.BusySpin => new BusySpinWaitStrategy(),
        WaitMode.Yielding => new YieldingWaitStrategy(),
        _ => new BlockingWaitStrategy(),
    };

    /// <summary>A thread for one stage.</summary>
    public DedicatedThreadScheduler ThreadFor(string stage, int? cpu = null) => new(stage, cpu, RealTimePriority);

    public override string ToString() =>
        $"stages wait {WaitMode}, "
        + $"matching thread {(MatchingCpu is { } cpu ? $"pinned to processor {cpu}" : "not pinned")}, "
        + (RealTimePriority is { } priority ? $"real-time priority {priority} {Granted(priority)}"
            : "no real-time priority");

    /// <summary>Whether the kernel gives it, tried on a thread that ends again.</summary>
    private static string Granted(int priority)
    {
        var granted = false;
        var attempt = new Thread(() => granted = Ring.Threads.RealTimePriority.TrySetForCurrentThread(priority));
        attempt.Start();
        attempt.Join();
        return granted ? "granted" : "refused: CAP_SYS_NICE or RLIMIT_RTPRIO is missing";
    }
}
