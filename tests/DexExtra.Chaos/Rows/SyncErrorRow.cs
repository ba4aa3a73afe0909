using System.Globalization;
using DexExtra.Chaos.Faults;
using DexExtra.Chaos.Watch;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-07: the n-th sync of a thread fails with EIO. No event of that batch leaves the engine, nothing touches that
/// file again, the process ends with 74 and names the cause, and the next start is consistent.
/// </summary>
internal static class SyncErrorRow
{
    private const int LoadMs = 60_000;
    private const int DataSyncs = 200;
    private const int FolderSyncs = 20;
    private const int StorageExit = 74;

    private static readonly List<(string Call, int Place)> Points =
    [
        .. Enumerable.Range(1, DataSyncs).Select(place => ("fdatasync", place)),
        .. Enumerable.Range(1, FolderSyncs).Select(place => ("fsync", place)),
    ];

    public static Task RunAsync(RowRun run) => run.ChainAsync(async (rig, index) =>
    {
        var (call, place) = Shuffle.Pick(Points, run.Seed, index);
        var trace = Path.Combine(rig.Engine.RunFolder, "trace");
        rig.Engine.Wrapper = Strace.Wrapper(
            trace, "pwrite64,fdatasync,fsync",
            string.Create(CultureInfo.InvariantCulture, $"{call}:error=EIO:when={place}"));
        await rig.StartAsync();
        var end = await rig.EndWithinAsync(LoadMs)
            ?? throw new ChaosException($"{call} {place} failed and the engine still runs after {LoadMs} ms");
        if (end.Code != StorageExit || !end.Log.Contains("EIO", StringComparison.Ordinal))
        {
            throw new ChaosException($"{call} {place}: exit code {end.Code}: {Rig.LastLine(end.Log)}");
        }

        CheckTrace(run, rig, await Strace.ReadAsync(trace), $"{call} {place}");
        rig.Verify();
        run.Outcome.Note(call);
        run.Outcome.Survive();
    });

    private static void CheckTrace(RowRun run, Rig rig, List<TracedCall> calls, string what)
    {
        var failed = calls.FindIndex(call => call.IsInjected);
        if (failed < 0)
        {
            throw new ChaosException($"{what}: the trace shows no failed sync");
        }

        var path = calls[failed].Path;
        if (calls.Skip(failed + 1).FirstOrDefault(call => call.Path == path) is { } again)
        {
            throw new ChaosException($"{what}: after the failed sync of {Path.GetFileName(path)}: {again.Text}");
        }

        if (calls.Take(failed).LastOrDefault(call => call.Path == path && call.Name == "pwrite64") is { IsBatch: true } write)
        {
            var batch = JournalPages.At(path, write.Offset)
                ?? throw new ChaosException($"{what}: no batch where one was written");
            run.Outcome.Note("batches whose sync failed");
            if (rig.Acks.Count >= batch.FirstSequence)
            {
                throw new ChaosException(
                    $"{what}: events up to {rig.Acks.Count} left, the batch from {batch.FirstSequence} was never synced",
                    rig.Acks.Count - batch.FirstSequence + 1);
            }
        }
    }
}
