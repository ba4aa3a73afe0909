using System.Diagnostics;
using System.Globalization;
using DexExtra.RealParts;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// PAUSE-01: a process is stopped and goes on after a while: the engine and the persister in turn. Nothing is lost
/// and all catch up.
/// </summary>
internal static class PauseRow
{
    private const int Frames = 150;
    private const int ShortMs = 3_000;
    private const int LongMs = 20_000;

    public static async Task RunAsync(RowRun run)
    {
        const int PausesPerRig = 4;
        var server = await Servers.PostgresAsync();
        var longest = run.Runs > PausesPerRig ? LongMs : ShortMs;
        await run.OnRigsAsync(
            Enumerable.Range(0, run.Runs),
            PausesPerRig,
            first => DatabaseRig.StartAsync(unchecked((run.Seed * 31) + first), server),
            async (rig, index) =>
            {
                await rig.UntilRowsAsync(Frames);
                var ms = run.RandomOf(index).Next(1_000, longest);
                var isEngine = index % 2 == 0;
                var process = isEngine ? rig.Rig.Engine.Process : rig.Persistence.Process;
                await SignalAsync(process, "-STOP");
                await Task.Delay(ms);
                await SignalAsync(process, "-CONT");
                await rig.UntilRowsAsync(Frames);
                run.Outcome.Note(isEngine ? "engine" : "persistence");
                run.Outcome.NoteMax("ms at most", ms);
                run.Outcome.Survive();
            },
            rig => rig.FinishAsync());
    }

    private static Task SignalAsync(Process process, string signal) =>
        ChildProcess.RunCheckedAsync("kill", signal, process.Id.ToString(CultureInfo.InvariantCulture));
}
