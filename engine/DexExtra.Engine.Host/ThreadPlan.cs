using DexExtra.Ring;
using DexExtra.Ring.Threads;

namespace DexExtra.Engine.Host;

/// <summary>
/// Decides from the machine and the configuration how stages wait and where the matching thread runs.
/// </summary>
internal sealed record ThreadPlan(WaitMode WaitMode, int? MatchingCpu)
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
        return new ThreadPlan(mode, pinned);
    }

    public IWaitStrategy CreateWaitStrategy() => WaitMode switch
    {
        WaitMode.BusySpin => new BusySpinWaitStrategy(),
        WaitMode.Yielding => new YieldingWaitStrategy(),
        _ => new BlockingWaitStrategy(),
    };

    public override string ToString() =>
        $"stages wait {WaitMode}, "
        + $"matching thread {(MatchingCpu is { } cpu ? $"pinned to processor {cpu}" : "not pinned")}";
}
