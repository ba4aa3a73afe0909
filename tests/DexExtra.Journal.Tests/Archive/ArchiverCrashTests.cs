using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.Archive;

/// <summary>
/// Archiving through every crash: whatever the moment, the log still recovers to the same end, and what is in neither
/// folder is not there: archive and rest together are always the whole log.
/// </summary>
public sealed class ArchiverCrashTests
{
    private const string Archive = "/archive";
    private const int Seed = 20_266;
    private static readonly RetentionRules KeepTwo = new() { KeepSegments = 2 };
    private static readonly CrashMode[] Modes = [CrashMode.KeepAll, CrashMode.LoseUnsynced, CrashMode.Tear];

    [Fact]
    [Trait("rule", "JRN-14")]
    public void Every_crash_point_of_archiving_leaves_the_whole_log_in_two_folders()
    {
        var random = new Random(Seed);
        var storage = new FaultyStorage();
        long last = Write(storage, starts: 3);
        long floor = last / 2;
        int points = 0;
        storage.OnCall = _ =>
        {
            foreach (CrashMode mode in Modes)
            {
                AssertWhole(storage.ForkCrashed(mode, random), last, floor);
                points++;
            }
        };
        Assert.NotEmpty(Run(storage, floor));
        Assert.True(points > 200, $"{points} points");
    }

    [Fact]
    [Trait("rule", "JRN-14")]
    public void Every_refused_call_of_archiving_stops_it_and_loses_nothing()
    {
        var whole = new FaultyStorage();
        long last = Write(whole, starts: 3);
        foreach (string operation in new[] { "create", "write", "sync", "rename", "delete", "syncfolder" })
        {
            for (int nth = 1; nth <= 6; nth++)
            {
                FaultyStorage storage = whole.ForkCrashed(CrashMode.KeepAll, new Random(Seed));
                storage.Refusal = (operation, nth, Errno.NoSpace);
                Assert.Throws<StorageException>(() => Run(storage, last));
                storage.Refusal = null;
                AssertWhole(storage, last, last);
            }
        }
    }

    /// <summary>A name that no sync of its folder made durable is seen by the next archiver, and may still be lost.</summary>
    [Fact]
    [Trait("rule", "JRN-14")]
    public void What_an_archiver_left_without_a_sync_is_durable_before_the_next_one_goes_by_it()
    {
        var random = new Random(Seed);
        var whole = new FaultyStorage();
        long last = Write(whole, starts: 3);
        int points = 0;
        for (int nth = 1; nth <= 6; nth++)
        {
            FaultyStorage storage = whole.ForkCrashed(CrashMode.KeepAll, new Random(Seed));
            storage.Refusal = ("syncfolder", nth, Errno.NoSpace);
            Assert.Throws<StorageException>(() => Run(storage, last));
            storage.Refusal = null;
            storage.OnCall = _ =>
            {
                AssertWhole(storage.ForkCrashed(CrashMode.LoseUnsynced, random), last, last);
                points++;
            };
            _ = Run(storage, last);
        }
        Assert.True(points > 200, $"{points} points");
    }

    [Fact]
    public void Only_segments_wholly_below_the_floor_go_and_the_newest_stay()
    {
        var storage = new FaultyStorage();
        long last = Write(storage, starts: 3);
        int segments = Segments(storage, Commands.Folder);
        Assert.Empty(Run(storage, floor: 0));
        IReadOnlyList<ArchivedSegment> some = Run(storage, last / 2);
        Assert.All(some, segment => Assert.InRange(segment.LastSequence, 0, last / 2));
        Assert.Equal(segments - some.Count, Segments(storage, Commands.Folder));
        _ = Run(storage, last);
        Assert.Equal(2, Segments(storage, Commands.Folder));
        AssertWhole(storage, last, last);
    }

    [Fact]
    public void What_is_kept_is_the_largest_of_segments_bytes_and_age()
    {
        var now = new DateTime(2026, 11, 23, 0, 0, 0, DateTimeKind.Utc);
        RetainedSegment[] segments =
            [.. Enumerable.Range(1, 10).Select(n => new RetainedSegment($"{n}", n * 10, 100, now.AddDays(n - 10)))];
        Assert.Equal(8, Choose(new RetentionRules()));
        Assert.Equal(8, Choose(new RetentionRules { KeepSegments = 0 }));
        Assert.Equal(3, Choose(new RetentionRules { KeepSegments = 7 }));
        Assert.Equal(5, Choose(new RetentionRules { KeepBytes = 500 }));
        Assert.Equal(4, Choose(new RetentionRules { KeepBytes = 501 }));
        Assert.Equal(6, Choose(new RetentionRules { KeepAge = TimeSpan.FromDays(4) }));
        Assert.Equal(4, Choose(new RetentionRules(), floor: 49));
        Assert.Equal(5, Choose(new RetentionRules(), floor: 50));

        int Choose(RetentionRules rules, long floor = long.MaxValue) => rules.Choose(segments, floor, now);
    }

    [Fact]
    public void A_start_without_a_snapshot_of_what_was_archived_is_refused()
    {
        var storage = new FaultyStorage();
        long last = Write(storage, starts: 3);
        FaultyStorage whole = storage.ForkCrashed(CrashMode.KeepAll, new Random(Seed));
        long archived = Run(storage, last / 2)[^1].LastSequence;
        CommandLogAnchor early = Anchor(whole, archived - 1);
        RecoveryRefusedException refusal = Assert.Throws<RecoveryRefusedException>(() => Read(storage, early));
        Assert.Equal(('Y', early.LastSequence + 1), (refusal.Row.Letter, refusal.Sequence));
        Assert.Equal('Y', Assert.Throws<RecoveryRefusedException>(() => Read(storage, after: null)).Row.Letter);
        foreach (long covered in new[] { archived, archived + 4, last })
        {
            Assert.Equal(last, Read(storage, Anchor(whole, covered)).LastSequence);
        }
    }

    [Fact]
    [Trait("rule", "JRN-12")]
    public void A_log_that_does_not_continue_its_manifest_is_refused()
    {
        var storage = new FaultyStorage();
        long last = Write(storage, starts: 3);
        CommandLogAnchor end = Anchor(storage, last);
        IReadOnlyList<ArchivedSegment> moved = Run(storage, last / 2);
        string first = storage.ListFiles(Commands.Folder).First(name => name.EndsWith(".journal", StringComparison.Ordinal));
        storage.Remove(Path.Combine(Commands.Folder, first));
        Assert.Equal('T', Assert.Throws<RecoveryRefusedException>(() => Read(storage, end)).Row.Letter);
        storage.Remove(Path.Combine(Commands.Folder, ArchiveManifest.FileName));
        Assert.Equal('T', Assert.Throws<RecoveryRefusedException>(() => Read(storage, end)).Row.Letter);
        Assert.NotEmpty(moved);
    }

    [Fact]
    public void A_log_that_lost_everything_behind_the_archive_never_starts_over()
    {
        var storage = new FaultyStorage();
        long last = Write(storage, starts: 3);
        _ = Run(storage, last);
        foreach (string name in storage.ListFiles(Commands.Folder))
        {
            if (name.EndsWith(".journal", StringComparison.Ordinal))
            {
                storage.Remove(Path.Combine(Commands.Folder, name));
            }
        }
        Assert.Throws<RecoveryRefusedException>(
            () => CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small));
    }

    [Fact]
    public void A_log_whose_only_batch_behind_the_archive_is_torn_never_starts_over()
    {
        var storage = new FaultyStorage();
        _ = Run(storage, Write(storage, starts: 3));
        string[] left = [.. storage.ListFiles(Commands.Folder).Where(name => name.EndsWith(".journal", StringComparison.Ordinal))];
        storage.Remove(Path.Combine(Commands.Folder, left[1]));
        storage.File(Path.Combine(Commands.Folder, left[0])).Truncate(0);
        storage.File(Path.Combine(Commands.Folder, left[0])).Write([1, 2, 3], 0);
        RecoveryRefusedException refusal = Assert.Throws<RecoveryRefusedException>(
            () => CommandLogWriter.Open(storage, Commands.Folder, 0, Commands.Small));
        Assert.Contains("archived ones", refusal.Detail, StringComparison.Ordinal);
    }

    [Fact]
    public void Nothing_is_taken_away_while_a_start_reads_the_log()
    {
        var storage = new FaultyStorage();
        long last = Write(storage, starts: 3);
        using (ArchiveLock.Take(storage, Commands.Folder, TimeSpan.Zero))
        {
            Assert.Empty(Run(storage, last));
        }
        Assert.NotEmpty(Run(storage, last));
    }

    [Fact]
    public void A_changed_or_foreign_manifest_is_refused()
    {
        var storage = new FaultyStorage();
        long last = Write(storage, starts: 3);
        CommandLogAnchor end = Anchor(storage, last);
        _ = Run(storage, last / 2);
        string path = Path.Combine(Commands.Folder, ArchiveManifest.FileName);
        storage.File(path).Write("0"u8, 70);
        Assert.Throws<StorageException>(() => Read(storage, end));
        storage.Put(path, new SimulatedFile());
        Assert.Throws<StorageException>(() => Run(storage, last));
    }

    private static IReadOnlyList<ArchivedSegment> Run(FaultyStorage storage, long floor)
        => new LogArchiver(storage, KeepTwo, DateTime.UnixEpoch.AddYears(100))
            .ArchiveCommands(Commands.Folder, Archive, floor);

    private static long Write(FaultyStorage storage, int starts)
    {
        long last = 0;
        for (int start = 0; start < starts; start++)
        {
            last = Commands.Write(storage, 14);
        }
        return last;
    }

    private static int Segments(FaultyStorage storage, string folder)
        => storage.ListFiles(folder).Count(name => name.EndsWith(".journal", StringComparison.Ordinal));

    /// <summary>The last whole batch up to a sequence, as a snapshot would name it.</summary>
    private static CommandLogAnchor Anchor(FaultyStorage storage, long through)
    {
        var nobody = default(Nobody);
        var range = new CommandLogRange { Through = through };
        return CommandLogReader.Read(storage, Commands.Folder, range, ref nobody).End!.Value;
    }

    private static RecoveryReport Read(FaultyStorage storage, CommandLogAnchor? after)
    {
        var nobody = default(Nobody);
        return CommandLogReader.Read(storage, Commands.Folder, new CommandLogRange { After = after }, ref nobody);
    }

    /// <summary>Recovers, archives on, continues, and finds every record in one folder or the other.</summary>
    private static void AssertWhole(FaultyStorage storage, long last, long floor)
    {
        Assert.Equal(last, Recovery.Run(storage, Commands.Folder, last).LastSequence);
        _ = Run(storage, floor);
        AssertUnion(storage, last);
        Commands.Write(storage, 1);
        Assert.InRange(Recovery.Run(storage, Commands.Folder, last).LastSequence, last + 1, last + 3);
    }

    private static void AssertUnion(FaultyStorage storage, long last)
    {
        FaultyStorage union = storage.ForkCrashed(CrashMode.KeepAll, new Random(Seed));
        foreach (string name in storage.ListFiles(Archive).Where(name => name.EndsWith(".journal", StringComparison.Ordinal)))
        {
            union.Put(Path.Combine(Commands.Folder, name), storage.File(Path.Combine(Archive, name)));
        }
        if (union.ListFiles(Commands.Folder).Contains(ArchiveManifest.FileName))
        {
            union.Remove(Path.Combine(Commands.Folder, ArchiveManifest.FileName));
        }
        Assert.Equal(last, Commands.ReadAndCheck(union).LastSequence);
    }

    private readonly struct Nobody : ICommandLogHandler
    {
        public void OnRecord(long sequence, ReadOnlySpan<byte> record)
        {
        }
    }
}
