using System.Globalization;
using DexExtra.Chaos.Faults;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-02: the engine is killed when it enters the n-th system call of a kind, at start or under load, and started
/// again on what it left, mostly to be killed at another call.
/// </summary>
internal static class KillAtCallRow
{
    private const int LoadMs = 2_500;
    private const int Killed = 137;

    /// <summary>Kinds of calls and how often a start and a second of load make them.</summary>
    private static readonly (string Call, int Count)[] Kinds =
    [
        ("pwrite64", 80), ("fdatasync", 80), ("fsync", 8), ("rename", 6), ("unlink", 4), ("ftruncate", 3),
        ("fallocate", 4), ("openat", 10), ("pread64", 8), ("flock", 2),
    ];

    private static readonly List<(string Call, int Place)> Points =
        [.. Kinds.SelectMany(kind => Enumerable.Range(1, kind.Count).Select(place => (kind.Call, place)))];

    public static Task RunAsync(RowRun run) => run.ChainAsync(async (rig, index) =>
    {
        var (call, place) = Shuffle.Pick(Points, run.Seed, index);
        var trace = Path.Combine(rig.Engine.RunFolder, "trace");
        rig.Engine.Wrapper = Strace.Wrapper(
            trace, call, string.Create(CultureInfo.InvariantCulture, $"{call}:signal=SIGKILL:when={place}"),
            Paths(rig, call));
        await rig.StartAsync();
        if (await rig.EndWithinAsync(LoadMs) is { } end)
        {
            run.Outcome.Note(call);
            if (end.Code != Killed)
            {
                throw new ChaosException($"{call} {place}: ended with {end.Code} instead of being killed: {Rig.LastLine(end.Log)}");
            }
        }
        else
        {
            await rig.KillAsync();
            run.Outcome.Note("killed elsewhere, the call was not reached");
        }

        rig.Verify();
        run.Outcome.Survive();
    });

    /// <summary>The runtime opens hundreds of files at its start; only those of the logs count.</summary>
    public static string[] Paths(Rig rig, string call) => call switch
    {
        "openat" =>
        [
            rig.Engine.JournalFolder, Path.Combine(rig.Engine.JournalFolder, "lock"),
            Path.Combine(rig.Engine.JournalFolder, "next.prepared"), rig.Engine.EventsFolder,
            Path.Combine(rig.Engine.EventsFolder, "next.prepared"),
        ],
        "pread64" => Directory.Exists(rig.Engine.JournalFolder)
            ? Directory.GetFiles(rig.Engine.JournalFolder, "*.journal")
            : [rig.Engine.JournalFolder],
        _ => [],
    };
}
