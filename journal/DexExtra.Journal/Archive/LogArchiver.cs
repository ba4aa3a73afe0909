using System.Globalization;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Inspection;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// Takes the oldest closed segments of a log that nobody needs any more out of its folder. Everything that goes is
/// verified before. May run beside the venue: only segments far behind the writer are touched, and never during a
/// start. One thread.
/// </summary>
public sealed class LogArchiver(IStorage storage, RetentionRules rules, DateTime nowUtc)
{
    /// <summary>
    /// Archives command segments that lie wholly at or below <paramref name="floorSequence"/>, which the oldest kept
    /// snapshot covers. Returns what was moved; nothing when a start holds the log.
    /// </summary>
    /// <exception cref="RecoveryRefusedException">The part of the log that would go does not verify.</exception>
    /// <exception cref="StorageException">The disk refuses, or another archiver is at work.</exception>
    public IReadOnlyList<ArchivedSegment> ArchiveCommands(string folder, string archiveFolder, long floorSequence)
        => Run(folder, archiveFolder, () => PlanCommands(folder, floorSequence));

    /// <summary>
    /// Archives event segments that lie wholly at or below <paramref name="floorSequence"/>, which the oldest kept
    /// snapshot and every follower's cursor cover. Returns what was moved; nothing when a start holds the log.
    /// </summary>
    /// <exception cref="StorageException">
    /// The part that would go does not verify, the disk refuses, or another archiver is at work.
    /// </exception>
    public IReadOnlyList<ArchivedSegment> ArchiveEvents(string folder, string archiveFolder, long floorSequence)
        => Run(folder, archiveFolder, () => PlanEvents(folder, floorSequence));

    private List<ArchivedSegment> Run(string folder, string archiveFolder, Func<List<ArchivedSegment>> plan)
    {
        storage.CreateFolder(archiveFolder);
        using IDisposable onlyArchiver = storage.LockFolder(archiveFolder);
        var archive = new SegmentArchive(storage, folder, archiveFolder);
        List<ArchivedSegment> moved = [];
        using (IDisposable? noStart = ArchiveLock.TryTake(storage, folder))
        {
            if (noStart is null)
            {
                return moved;
            }
            archive.Resume();
        }
        foreach (ArchivedSegment segment in plan())
        {
            // one at a time, so that a start never waits longer than for one copy
            using IDisposable? noStart = ArchiveLock.TryTake(storage, folder);
            if (noStart is null)
            {
                return moved;
            }
            moved.Add(archive.Move(segment));
        }
        return moved;
    }

    private List<ArchivedSegment> PlanCommands(string folder, long floorSequence)
    {
        CommandLogStart start = CommandLogStart.Read(storage, folder);
        SegmentChain chain = SegmentChain.Read(storage, folder, start);
        List<RetainedSegment> retained = [];
        for (int index = 0; index < chain.Count; index++)
        {
            // the live part of a segment ends where the next one begins; of the last one nothing is known, and it stays
            long stop = chain.StopSequence(index);
            retained.Add(Retained(folder, chain[index].ToString(), stop == SegmentChain.NoLimit ? stop : stop - 1));
        }
        int count = rules.Choose(retained, floorSequence, nowUtc);
        return count == 0 ? [] : Verified(folder, start, chain, count);
    }

    /// <summary>Walks the segments that will go as recovery does, and notes where the log stands behind each.</summary>
    private List<ArchivedSegment> Verified(string folder, CommandLogStart start, SegmentChain chain, int count)
    {
        var scanner = new CommandLogScanner(storage, folder, CommandLogRange.All, start)
        {
            ThroughSegment = chain[count - 1].Number,
        };
        var nobody = default(NoHandler);
        _ = scanner.Run(ref nobody, onProgress: null);
        return
        [
            .. scanner.Ends.Select((end, index) => new ArchivedSegment
            {
                File = chain[index].ToString(),
                Number = end.SegmentNumber,
                FirstSequence = chain[index].FirstSequence,
                LastSequence = end.LastSequence,
                Bytes = 0,
                Sha256 = "",
                Batches = end.Batches,
                Crc = end.BatchCrc,
                Epoch = end.Epoch,
                At = At,
            }),
        ];
    }

    private List<ArchivedSegment> PlanEvents(string folder, long floorSequence)
    {
        List<EventSegmentInfo> segments = EventSegmentInfo.List(storage, folder);
        List<RetainedSegment> retained = [];
        for (int index = 0; index < segments.Count; index++)
        {
            long last = index + 1 < segments.Count ? segments[index + 1].FirstSequence - 1 : long.MaxValue;
            retained.Add(Retained(folder, segments[index].File, last));
        }
        int count = rules.Choose(retained, floorSequence, nowUtc);
        List<ArchivedSegment> plan = [];
        using var cursor = new EventLogCursor(storage, folder);
        while (plan.Count < count && cursor.MoveNext())
        {
            LogItem item = cursor.Current;
            if (item.Kind == LogItemKind.Damage)
            {
                throw new StorageException("archive", item.Path, item.Offset, 0, item.Reason);
            }
            if (item.Kind == LogItemKind.SegmentEnd)
            {
                plan.Add(ArchivedEvents(segments[plan.Count], cursor));
            }
        }
        return plan;
    }

    private ArchivedSegment ArchivedEvents(EventSegmentInfo segment, EventLogCursor cursor) => new()
    {
        File = segment.File,
        Number = 0,
        FirstSequence = segment.FirstSequence,
        LastSequence = cursor.LastSequence,
        Bytes = 0,
        Sha256 = "",
        Batches = 0,
        Crc = cursor.LastCrc,
        Epoch = 0,
        At = At,
    };

    private string At => nowUtc.ToString("yyyy-MM-ddTHH:mm:ssZ", CultureInfo.InvariantCulture);

    private RetainedSegment Retained(string folder, string file, long lastSequence)
    {
        string path = Path.Combine(folder, file);
        using IStorageFile segment = storage.Open(path, StorageOpenMode.Read);
        return new RetainedSegment(file, lastSequence, segment.LengthBytes, File.GetLastWriteTimeUtc(path));
    }

    private readonly struct NoHandler : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
        }
    }
}
