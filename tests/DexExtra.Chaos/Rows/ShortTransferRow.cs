using DexExtra.Chaos.Faults;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-06: half of all reads and writes of the logs move fewer bytes than asked or are interrupted; the files are the
/// same as ever. Without a compiler only interruptions, by strace.
/// </summary>
internal static class ShortTransferRow
{
    private const int Frames = 1_500;

    public static async Task RunAsync(RowRun run)
    {
        using var shim = Machine.Lacks(Need.Compiler) is null ? await Shim.CompileAsync() : null;
        if (shim is null)
        {
            run.Outcome.Note("no compiler: only EINTR by strace", 0);
        }

        await run.ChainAsync(async (rig, index) =>
        {
            if (shim is not null)
            {
                rig.Engine.Variables = shim.ShortTransfers(run.Seed + index);
            }
            else
            {
                rig.Engine.Wrapper = Strace.Wrapper(
                    Path.Combine(rig.Engine.RunFolder, "trace"), "pwrite64", "pwrite64:error=EINTR:when=1+2");
            }

            await rig.StartCheckedAsync();
            await rig.UntilAcknowledgedAsync(Frames);
            await rig.KillAsync();
            rig.Verify();
            run.Outcome.Survive();
        });
    }
}
