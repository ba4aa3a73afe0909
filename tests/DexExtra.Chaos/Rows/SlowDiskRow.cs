using System.Globalization;
using DexExtra.Chaos.Faults;
using DexExtra.Messages;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-15: every sync takes 1 to 500 ms longer. The stream fills and refuses the producer, what is under way stays
/// bounded, memory does not grow, nothing is reordered, and it catches up when the disk is fast again.
/// </summary>
internal static class SlowDiskRow
{
    private const int SlowMs = 2_500;
    private const int SmallestFrameBytes = CommandHeader.SizeBytes + CancelOrder.SizeBytes;
    private const int GrowthMiBMax = 64;

    private static readonly RigOptions Small = new() { RingSlots = 64, StreamBytes = 64 << 10 };

    public static Task RunAsync(RowRun run) => run.ChainAsync(async (rig, index) =>
    {
        var random = run.RandomOf(index);
        var delayMs = index == 0 ? 500 : random.Next(1, 501);
        rig.Engine.Wrapper = Strace.Wrapper(
            Path.Combine(rig.Engine.RunFolder, "trace"), "fdatasync",
            string.Create(CultureInfo.InvariantCulture, $"fdatasync:delay_enter={delayMs * 1000}:when=8+"));
        await rig.StartCheckedAsync();
        var refusals = rig.Load.Refusals;
        var before = MemoryMiB(rig);
        long underWay = 0;
        for (var waited = 0; waited < SlowMs; waited += 20)
        {
            underWay = Math.Max(underWay, rig.Load.Published - rig.Acks.LastCorrelation);
            await Task.Delay(20);
        }

        var bound = Small.RingSlots + (Small.StreamBytes / SmallestFrameBytes) + 1;
        if (underWay > bound)
        {
            throw new ChaosException($"{underWay} commands under way, at most {bound} have room");
        }

        if (rig.Load.Refusals == refusals)
        {
            throw new ChaosException($"with {delayMs} ms a sync the producer was never refused");
        }

        var grown = MemoryMiB(rig) - before;
        if (grown > GrowthMiBMax)
        {
            throw new ChaosException($"the engine grew by {grown} MiB in {SlowMs} ms");
        }

        await rig.KillAsync();
        rig.Verify();
        run.Outcome.NoteMax("commands under way at most", underWay);
        run.Outcome.NoteMax("ms a sync at most", delayMs);
        run.Outcome.Survive();
    }, Small);

    private static long MemoryMiB(Rig rig)
    {
        rig.Engine.Process.Refresh();
        return rig.Engine.Process.WorkingSet64 >> 20;
    }
}
