using DexExtra.Transport;

namespace DexExtra.Persistence.Following;

/// <summary>Sleeps at the doorbell that the engine rings, and by the machine's clock.</summary>
internal sealed class DoorbellPace(Doorbell doorbell) : IFollowerPace
{
    public long NowMs => Environment.TickCount64;

    public uint Observe() => doorbell.Observe();

    public Task WaitAsync(uint seen, CancellationToken stopping) =>
        Task.Run(() => doorbell.Wait(seen, PersistenceLimits.DoorbellWaitMs), stopping);

    public Task DelayAsync(int ms, CancellationToken stopping) => Task.Delay(ms, stopping);
}
