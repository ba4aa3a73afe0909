using DexExtra.Chaos.Faults;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-04: the disk of both logs loses its power at a random moment: what was not synced is gone, and so is the shared
/// memory of the streams. Acknowledged commands are there after the mount; the producer goes on behind them.
/// </summary>
internal static class PowerLossRow
{
    private const int RunsPerDisk = 20;
    private const int FramesMax = 1_000;
    private const int LaterMsMax = 20;
    private const int DeadMsMax = 100;

    public static async Task RunAsync(RowRun run)
    {
        for (var first = 0; first < run.Runs; first += RunsPerDisk)
        {
            await using var disks = new AsyncCleanup();
            var rig = new Rig(unchecked((run.Seed * 31) + first), new RigOptions { LosesPower = true });
            var disk = disks.Add(new PowerDisk(rig.Engine.DataFolder + ".image", rig.Engine.DataFolder), rig);
            await disk.CreateAsync();
            var good = true;
            for (var index = first; good && index < Math.Min(run.Runs, first + RunsPerDisk); index++)
            {
                good = await run.GuardAsync(index, () => LoseAsync(run, rig, disk, index));
                run.Progress();
            }

            if (good)
            {
                await run.GuardAsync(first, rig.FinishAsync);
                run.Outcome.Note("commands", rig.Shadow.Commands);
                run.Outcome.Note("trades", rig.Acks.Trades);
            }
        }
    }

    private static async Task LoseAsync(RowRun run, Rig rig, PowerDisk disk, int index)
    {
        var random = run.RandomOf(index);
        if (random.Next(4) == 0)
        {
            var starting = rig.StartAsync();
            await Task.Delay(random.Next(200, 700));
            disk.LosePower(keepsJournal: random.Next(2) == 0);
            await EndAsync(rig);
            await starting;
        }
        else
        {
            await rig.StartCheckedAsync();
            await rig.UntilAcknowledgedAsync(random.Next(FramesMax));
            await Task.Delay(random.Next(LaterMsMax));
            disk.LosePower(keepsJournal: random.Next(2) == 0);
            await Task.Delay(random.Next(DeadMsMax));
            await EndAsync(rig);
        }

        await disk.UnmountAsync();
        await disk.MountAsync();
        rig.Verify();
        rig.Load.Resume(rig.Shadow.Commands);
        rig.Load.Start();
        run.Outcome.Survive();
    }

    private static async Task EndAsync(Rig rig)
    {
        if (!rig.Engine.Process.HasExited)
        {
            rig.Engine.Process.Kill();
        }

        rig.Load.Stop();
        rig.Acks.Abandon();
        await rig.EndAsync(followsOn: false);
    }
}
