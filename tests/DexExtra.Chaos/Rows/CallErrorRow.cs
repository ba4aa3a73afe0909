using System.Globalization;
using DexExtra.Chaos.Faults;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-08: the n-th write, open, rename, unlink, allocation, truncation or read of the logs fails. The engine halts
/// with 74 and one line that names the cause; the next start is consistent.
/// </summary>
internal static class CallErrorRow
{
    private const int LoadMs = 10_000;
    private const int StorageExit = 74;

    private static readonly (string Call, string Error, int Count)[] Kinds =
    [
        ("pwrite64", "EIO", 30), ("pwrite64", "ENOSPC", 10), ("openat", "EIO", 10), ("openat", "EMFILE", 4),
        ("rename", "EIO", 4), ("fsync", "EIO", 6), ("unlink", "EIO", 2), ("ftruncate", "EIO", 2),
        ("fallocate", "ENOSPC", 4), ("pread64", "EIO", 4),
    ];

    private static readonly List<(string Call, string Error, int Place)> Points =
    [
        .. Kinds.SelectMany(kind =>
            Enumerable.Range(1, kind.Count).Select(place => (kind.Call, kind.Error, place))),
    ];

    public static Task RunAsync(RowRun run) => run.ChainAsync(async (rig, index) =>
    {
        var (call, error, place) = Shuffle.Pick(Points, run.Seed, index);
        var what = string.Create(CultureInfo.InvariantCulture, $"{call}:error={error}:when={place}");
        var trace = Path.Combine(rig.Engine.RunFolder, "trace");
        rig.Engine.Wrapper = Strace.Wrapper(trace, call, what, KillAtCallRow.Paths(rig, call));
        await rig.StartAsync();
        var end = await rig.EndWithinAsync(LoadMs);
        if (end is null)
        {
            await rig.KillAsync();
        }

        var injected = (await Strace.ReadAsync(trace)).Any(traced => traced.IsInjected);
        if (injected && end?.Code != StorageExit)
        {
            throw new ChaosException($"{what}: exit code {end?.Code}: {Rig.LastLine(end?.Log ?? "it goes on")}");
        }

        if (!injected && end is not null)
        {
            throw new ChaosException($"{what} never happened and the engine ended with {end.Value.Code}: {Rig.LastLine(end.Value.Log)}");
        }

        run.Outcome.Note(injected ? call : "calls not reached");
        rig.Verify();
        run.Outcome.Survive();
    });
}
