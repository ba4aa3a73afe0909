using DexExtra.Journal.Archive;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.CommandLog;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.Archive;

/// <summary>Archived segments come back whole, through every crash, and from nobody else's archive.</summary>
public sealed class ArchiveReturnTests
{
    private const string Archive = "/archive";
    private const int Seed = 20_267;
    private static readonly CrashMode[] Modes = [CrashMode.KeepAll, CrashMode.LoseUnsynced, CrashMode.Tear];

    [Fact]
    [Trait("rule", "JRN-14")]
    public void Every_crash_point_leaves_a_log_that_the_next_run_makes_whole()
    {
        var random = new Random(Seed);
        FaultyStorage storage = Archived(out long last);
        int points = 0;
        storage.OnCall = _ =>
        {
            foreach (CrashMode mode in Modes)
            {
                FaultyStorage crashed = storage.ForkCrashed(mode, random);
                Assert.Equal(last, Recovery.Run(crashed, Commands.Folder, last).LastSequence);
                Assert.NotNull(Return(crashed));
                AssertWhole(crashed, last);
                points++;
            }
        };
        Assert.NotEmpty(Return(storage));
        storage.OnCall = null;
        AssertWhole(storage, last);
        Assert.True(points > 40, $"{points} points");
    }

    [Fact]
    [Trait("rule", "JRN-14")]
    public void Every_refused_call_stops_it_and_loses_nothing()
    {
        FaultyStorage whole = Archived(out long last);
        foreach (string operation in new[] { "create", "write", "sync", "rename", "delete", "syncfolder" })
        {
            FaultyStorage storage = whole.ForkCrashed(CrashMode.KeepAll, new Random(Seed));
            storage.Refusal = (operation, 1, Errno.NoSpace);
            Assert.Throws<StorageException>(() => Return(storage));
            storage.Refusal = null;
            Assert.Equal(last, Recovery.Run(storage, Commands.Folder, last).LastSequence);
            _ = Return(storage);
            AssertWhole(storage, last);
        }
    }

    [Fact]
    public void A_changed_segment_and_a_missing_one_are_refused_and_the_log_stays_archived()
    {
        FaultyStorage storage = Archived(out long last);
        string first = storage.ListFiles(Archive).First(name => name.EndsWith(".journal", StringComparison.Ordinal));
        string path = Path.Combine(Archive, first);
        storage.File(path).Write("0"u8, 70);
        Assert.Contains("when archived", Assert.Throws<StorageException>(() => Return(storage)).Message, StringComparison.Ordinal);
        storage.Remove(path);
        Assert.Throws<StorageException>(() => Return(storage));
        Assert.NotEmpty(ArchiveManifest.Read(storage, Commands.Folder));
        Assert.Equal(last, Recovery.Run(storage, Commands.Folder, last).LastSequence);
    }

    [Fact]
    public void The_archive_of_another_log_is_left_alone()
    {
        FaultyStorage storage = Archived(out _);
        FaultyStorage other = storage.ForkCrashed(CrashMode.KeepAll, new Random(Seed));
        other.Remove(Path.Combine(Commands.Folder, ArchiveManifest.FileName));
        Assert.Contains("are not those of", Assert.Throws<StorageException>(() => Return(other)).Message, StringComparison.Ordinal);
        Assert.NotEmpty(ArchiveManifest.Read(other, Archive));
    }

    /// <summary>A log of three starts, its older half in the archive.</summary>
    private static FaultyStorage Archived(out long last)
    {
        var storage = new FaultyStorage();
        last = 0;
        for (int start = 0; start < 3; start++)
        {
            last = Commands.Write(storage, 14);
        }
        Assert.NotEmpty(MoveAway(storage, last / 2));
        return storage;
    }

    private static IReadOnlyList<ArchivedSegment> Return(FaultyStorage storage) =>
        new ArchiveReturn(storage, Commands.Folder, Archive).Run();

    /// <summary>The log needs no archive any more, and archiving it can begin anew.</summary>
    private static void AssertWhole(FaultyStorage storage, long last)
    {
        Assert.Equal(last, Commands.ReadAndCheck(storage).LastSequence);
        Assert.NotEmpty(MoveAway(storage, last / 2));
        Assert.Equal(last, Recovery.Run(storage, Commands.Folder, last).LastSequence);
    }

    private static IReadOnlyList<ArchivedSegment> MoveAway(FaultyStorage storage, long floor) =>
        new LogArchiver(storage, new RetentionRules(), DateTime.UnixEpoch.AddYears(100))
            .ArchiveCommands(Commands.Folder, Archive, floor);
}
