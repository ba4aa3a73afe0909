using System.Text;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.Archive;

/// <summary>The followers' cursor files: whole or not there, and never ahead of what was written.</summary>
public sealed class CursorFolderTests
{
    private const string Folder = "/cursors";
    private static readonly FollowerCursor Old = new("gateway", 100, 90);
    private static readonly FollowerCursor New = new("gateway", 250, 240);

    [Fact]
    public void What_was_written_is_read_and_nothing_else_counts()
    {
        var storage = new FaultyStorage();
        Assert.Null(CursorFolder.Read(storage, Folder, "gateway"));
        CursorFolder.Write(storage, Folder, Old);
        CursorFolder.Write(storage, Folder, New);
        CursorFolder.Write(storage, Folder, new FollowerCursor("redis", 7, 0));
        Assert.Equal(New, CursorFolder.Read(storage, Folder, "gateway"));
        (IReadOnlyList<FollowerCursor> cursors, IReadOnlyList<string> damaged) = CursorFolder.ReadAll(storage, Folder);
        Assert.Equal([New, new FollowerCursor("redis", 7, 0)], cursors);
        Assert.Empty(damaged);
    }

    [Fact]
    public void Every_changed_byte_and_another_follower_s_file_are_damaged()
    {
        var storage = new FaultyStorage();
        CursorFolder.Write(storage, Folder, Old);
        string good = Text(storage, "gateway");
        Assert.Equal("dexextra cursor 1 seen=100 done=90 crc=", good[..^9]);
        for (int index = 0; index < good.Length; index++)
        {
            byte[] bytes = Encoding.ASCII.GetBytes(good);
            bytes[index] ^= 1;
            Assert.Null(ReadOf(bytes, "gateway"));
        }
        Assert.Null(ReadOf(Encoding.ASCII.GetBytes(good), "redis"));
        Assert.Null(ReadOf(Encoding.ASCII.GetBytes(good[..^1]), "gateway"));
        Assert.Null(ReadOf([], "gateway"));
        Assert.Null(ReadOf(Encoding.ASCII.GetBytes("500\n"), "gateway"));
        Assert.Equal(Old, ReadOf(Encoding.ASCII.GetBytes(good), "gateway"));
    }

    [Fact]
    [Trait("rule", "JRN-14")]
    public void A_crash_at_any_call_leaves_the_old_cursor_or_the_new_one()
    {
        var random = new Random(20_267);
        var storage = new FaultyStorage();
        CursorFolder.Write(storage, Folder, Old);
        HashSet<FollowerCursor?> seen = [];
        storage.OnCall = _ =>
        {
            foreach (CrashMode mode in new[] { CrashMode.KeepAll, CrashMode.LoseUnsynced, CrashMode.Tear })
            {
                FaultyStorage after = storage.ForkCrashed(mode, random);
                seen.Add(CursorFolder.Read(after, Folder, "gateway"));
                CursorFolder.Write(after, Folder, New);
                Assert.Equal(New, CursorFolder.Read(after, Folder, "gateway"));
            }
        };
        CursorFolder.Write(storage, Folder, New);
        Assert.Equal([Old, New], seen.Select(cursor => Assert.NotNull(cursor)).Order(
            Comparer<FollowerCursor>.Create((left, right) => left.Seen.CompareTo(right.Seen))));
    }

    [Fact]
    public void A_follower_that_starts_again_has_still_seen_what_it_had_and_needs_more()
    {
        var storage = new FaultyStorage();
        CursorFolder.Write(storage, Folder, New);
        (long, long) position = (0, 0);
        var keeper = new CursorKeeper(storage, Folder, "gateway", () => position, _ => Assert.Fail());
        keeper.Save();
        Assert.Equal(new FollowerCursor("gateway", 250, 0), CursorFolder.Read(storage, Folder, "gateway"));
        position = (300, 280);
        keeper.Save();
        Assert.Equal(new FollowerCursor("gateway", 300, 280), CursorFolder.Read(storage, Folder, "gateway"));
    }

    [Fact]
    public void A_file_that_cannot_be_written_stays_and_is_reported_once()
    {
        var storage = new FaultyStorage();
        List<string> lines = [];
        long position = 100;
        var keeper = new CursorKeeper(storage, Folder, "gateway", () => (position, position), lines.Add);
        keeper.Save();
        for (position = 200; position <= 300; position += 100)
        {
            storage.Refusal = ("sync", 1, Errno.NoSpace);
            keeper.Save();
        }
        Assert.Equal(new FollowerCursor("gateway", 100, 100), CursorFolder.Read(storage, Folder, "gateway"));
        Assert.Single(lines);
        storage.Refusal = null;
        keeper.Save();
        Assert.Equal(new FollowerCursor("gateway", 400, 400), CursorFolder.Read(storage, Folder, "gateway"));
    }

    [Fact]
    public void Retention_takes_the_lowest_and_a_missing_or_damaged_file_needs_everything()
    {
        var storage = new FaultyStorage();
        CursorFolder.Write(storage, Folder, new FollowerCursor("a", 500, 400));
        CursorFolder.Write(storage, Folder, new FollowerCursor("b", 300, 300));
        Assert.Equal((300, "b"), Floor("a", "b"));
        Assert.Equal((0, "c"), Floor("a", "b", "c"));
        Put(storage, "a", Encoding.ASCII.GetBytes("500\n"));
        Assert.Equal((0, "a"), Floor("a", "b"));

        (long, string) Floor(params string[] consumers)
        {
            ConsumerFloor floor = ConsumerFloor.Of(storage, Folder, consumers);
            return (floor.Sequence, floor.Consumer);
        }
    }

    private static FollowerCursor? ReadOf(byte[] bytes, string follower)
    {
        var storage = new FaultyStorage();
        Put(storage, follower, bytes);
        return CursorFolder.Read(storage, Folder, follower);
    }

    private static void Put(FaultyStorage storage, string follower, byte[] bytes)
    {
        string path = Path.Combine(Folder, follower);
        storage.Remove(path);
        using IStorageFile file = storage.Open(path, StorageOpenMode.CreateNew);
        file.WriteAt(bytes, 0);
    }

    private static string Text(FaultyStorage storage, string follower)
    {
        byte[] bytes = new byte[256];
        using IStorageFile file = storage.Open(Path.Combine(Folder, follower), StorageOpenMode.Read);
        return Encoding.ASCII.GetString(bytes, 0, file.ReadAt(bytes, 0));
    }
}
