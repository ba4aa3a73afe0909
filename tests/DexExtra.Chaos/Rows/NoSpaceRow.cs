using System.Globalization;
using DexExtra.Chaos.Faults;
using DexExtra.RealParts;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-09: the disk is full, on a tmpfs (root) or by an error at the n-th write. The engine halts with 74
/// and names the reason; when there is space again it starts and nothing is lost or corrupt.
/// </summary>
internal static class NoSpaceRow
{
    /// <summary>What the engine says when it halts before the disk is full (ADR 0020).</summary>
    private const string HaltedForSpace = "halted, everything accepted is durable";

    private const int PatienceMs = 60_000;
    private const int StorageExit = 74;
    private const int FirstMiB = 110;
    private const int MoreMiB = 20;

    public static Task RunAsync(RowRun run) => run.EachAsync(index =>
    {
        var hasRoot = Machine.Lacks(Need.Mounts) is null;
        return hasRoot && index % 3 != 2 ? FillAsync(run, index)
            : Machine.Lacks(Need.Strace) is null ? InjectAsync(run, index)
            : throw new ChaosException("neither root nor strace");
    });

    private static async Task FillAsync(RowRun run, int index)
    {
        var random = run.RandomOf(index);
        await using var rig = new Rig(unchecked((run.Seed * 31) + index));
        var folder = rig.Engine.DataFolder;
        var kib = (FirstMiB << 10) + random.Next(0, 2_048);
        await MountAsync("size", kib, folder);
        try
        {
            await rig.StartAsync();
            await HaltsAsync(rig);
            await MountAsync("remount,size", kib + (MoreMiB << 10), folder);
            await rig.StartCheckedAsync();
            await rig.UntilAcknowledgedAsync(200);
            await rig.FinishAsync();
        }
        finally
        {
            rig.EndProcess();
            await ChildProcess.RunCheckedAsync(Machine.Find("umount"), "-l", folder);
        }

        run.Outcome.Note("full file systems");
        run.Outcome.Survive();
    }

    private static async Task InjectAsync(RowRun run, int index)
    {
        var random = run.RandomOf(index);
        await using var rig = new Rig(unchecked((run.Seed * 31) + index));
        rig.Engine.Wrapper = Strace.Wrapper(
            Path.Combine(rig.Engine.RunFolder, "trace"), "pwrite64",
            string.Create(CultureInfo.InvariantCulture, $"pwrite64:error=ENOSPC:when={random.Next(1, 200)}+"));
        await rig.StartAsync();
        await HaltsAsync(rig);
        await rig.FinishAsync();
        run.Outcome.Note("by injection");
        run.Outcome.Survive();
    }

    private static async Task HaltsAsync(Rig rig)
    {
        var (code, log) = await rig.EndWithinAsync(PatienceMs)
            ?? throw new ChaosException("the disk is full and the engine runs on");
        var isNamed = log.Contains("ENOSPC", StringComparison.Ordinal)
            || log.Contains(HaltedForSpace, StringComparison.Ordinal);
        if (code != StorageExit || !isNamed)
        {
            throw new ChaosException($"a full disk ended the engine with {code}: {Rig.LastLine(log)}");
        }

        rig.Verify();
    }

    private static Task MountAsync(string option, int kib, string folder) => ChildProcess.RunCheckedAsync(
        Machine.Find("mount"), "-t", "tmpfs", "-o",
        string.Create(CultureInfo.InvariantCulture, $"{option}={kib}k"), "tmpfs", folder);
}
