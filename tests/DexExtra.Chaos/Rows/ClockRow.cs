using System.Globalization;
using DexExtra.Chaos.Faults;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// ENG-08: the wall clock is a day ahead at one start and a day behind at the next, and the monotonic clock begins
/// elsewhere: the times in the log never go back, ticks go on, nothing is lost.
/// </summary>
internal static class ClockRow
{
    private const int DayS = 86_400;
    private const int Frames = 300;

    public static async Task RunAsync(RowRun run)
    {
        using var shim = await Shim.CompileAsync();
        var shiftsMonotonic = Machine.Lacks(Need.TimeNamespace) is null;
        run.Outcome.Note(shiftsMonotonic ? "both clocks" : "only the wall clock: a time namespace needs root", 0);
        await run.ChainAsync(async (rig, index) =>
        {
            foreach (var days in (int[])[1, -1, 0])
            {
                rig.Engine.Variables = shim.Clock(days * DayS);
                rig.Engine.Wrapper = shiftsMonotonic && days != 0
                    ?
                    [
                        Machine.Find("unshare"), "-T", "--monotonic",
                        ((index + 1) * DayS).ToString(CultureInfo.InvariantCulture),
                    ]
                    : [];
                await rig.StartCheckedAsync();
                await rig.UntilAcknowledgedAsync(Frames);
                await rig.KillAsync();
                rig.Verify();
                run.Outcome.Survive();
            }
        });
    }
}
