namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-03: kill -9 of the engine at a random moment, mostly under load, now and then while it is still starting.
/// </summary>
internal static class RandomKillRow
{
    private const int FramesMax = 1_000;
    private const int LaterMsMax = 20;
    private const int StartMsMax = 600;

    public static Task RunAsync(RowRun run) => run.ChainAsync(async (rig, index) =>
    {
        var random = run.RandomOf(index);
        if (random.Next(5) == 0)
        {
            var starting = rig.StartAsync();
            await Task.Delay(random.Next(50, StartMsMax));
            rig.Engine.Process.Kill();
            await starting;
            await rig.EndAsync();
        }
        else
        {
            await rig.StartCheckedAsync();
            await rig.UntilAcknowledgedAsync(random.Next(FramesMax));
            await Task.Delay(random.Next(LaterMsMax));
            await rig.KillAsync();
        }

        rig.Verify();
        run.Outcome.Survive();
    });
}
