using DexExtra.Chaos.Watch;

namespace DexExtra.Chaos.Rows;

/// <summary>
/// JRN-13: a disk that acknowledged syncs and lost the last batches, while the event log shows that they were
/// published: the start is refused with 74 and says so, again and again, until the batches are back.
/// </summary>
internal static class LyingDiskRow
{
    private const int Frames = 400;
    private const int StorageExit = 74;
    private const int LostBatchesMax = 5;

    public static Task RunAsync(RowRun run) => run.ChainAsync(async (rig, index) =>
    {
        await rig.StartCheckedAsync();
        await rig.UntilAcknowledgedAsync(Frames);
        await rig.KillAsync();
        rig.Verify();
        var kept = Path.Combine(rig.Engine.RunFolder, "kept");
        Copy(rig.Engine.JournalFolder, kept);
        Lose(rig, run.RandomOf(index));
        for (var tries = 0; tries < 2; tries++)
        {
            if (await rig.StartAsync())
            {
                throw new ChaosException("the engine starts without what was published", 1);
            }

            var (code, log) = await rig.EndAsync();
            if (code != StorageExit || !log.Contains("recovery refused", StringComparison.Ordinal))
            {
                throw new ChaosException($"the start is refused with {code}: {Rig.LastLine(log)}");
            }

            run.Outcome.Note($"refused by {Letter(log)}");
        }

        Directory.Delete(rig.Engine.JournalFolder, recursive: true);
        Copy(kept, rig.Engine.JournalFolder);
        Directory.Delete(kept, recursive: true);
        rig.Verify();
        run.Outcome.Survive();
    });

    /// <summary>Zeros in place of the last batches, as if they had never reached the disk; each in every copy.</summary>
    private static void Lose(Rig rig, Random random)
    {
        const int HeaderBytes = 80;
        var batches = JournalPages.Find(rig.Engine.JournalFolder)
            .Where(batch => batch.FirstSequence <= rig.Acks.Count)
            .ToList();
        var first = batches[^1].Batch - random.Next(LostBatchesMax);
        foreach (var batch in JournalPages.Find(rig.Engine.JournalFolder).Where(batch => batch.Batch >= first))
        {
            using var file = File.OpenHandle(batch.File, access: FileAccess.ReadWrite);
            var end = NextPlace(rig, batch);
            var zeros = new byte[Math.Max(HeaderBytes, (int)(end - batch.Offset))];
            RandomAccess.Write(file, zeros, batch.Offset);
        }
    }

    private static long NextPlace(Rig rig, BatchPlace batch) => JournalPages.Find(rig.Engine.JournalFolder)
        .Where(other => other.File == batch.File && other.Offset > batch.Offset)
        .Select(other => other.Offset)
        .DefaultIfEmpty(new FileInfo(batch.File).Length)
        .Min();

    private static string Letter(string log)
    {
        var line = Rig.LastLine(log);
        var place = line.LastIndexOf('[');
        return place < 0 ? "?" : line.Substring(place + 1, 1);
    }

    private static void Copy(string from, string to)
    {
        Directory.CreateDirectory(to);
        foreach (var file in Directory.GetFiles(from))
        {
            File.Copy(file, Path.Combine(to, Path.GetFileName(file)));
        }
    }
}
