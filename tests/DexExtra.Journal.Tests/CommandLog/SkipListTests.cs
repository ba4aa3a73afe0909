using DexExtra.Journal.CommandLog;
using DexExtra.Journal.Storage;
using DexExtra.Journal.Tests.Storage;

namespace DexExtra.Journal.Tests.CommandLog;

/// <summary>ENG-06: the list of commands that replay passes over is durable, checksummed and about exact bytes.</summary>
[Trait("rule", "ENG-06")]
public sealed class SkipListTests
{
    [Fact]
    public void A_skip_is_about_one_sequence_and_its_bytes()
    {
        var storage = new FaultyStorage();
        SkipList.Add(storage, Commands.Folder, Skip(7));
        SkipList.Add(storage, Commands.Folder, Skip(9));
        SkipList list = SkipList.Read(storage, Commands.Folder);
        Assert.Equal([7L, 9L], list.Commands.Select(command => command.Sequence));
        Assert.True(list.Contains(7, Commands.For(7)));
        Assert.False(list.Contains(8, Commands.For(8)));
        Assert.Throws<StorageException>(() => list.Contains(9, Commands.For(8)));
        Assert.Throws<StorageException>(() => SkipList.Add(storage, Commands.Folder, Skip(9)));
        Assert.False(SkipList.Read(new FaultyStorage(), Commands.Folder).Contains(7, Commands.For(7)));
    }

    [Fact]
    public void Every_crash_while_adding_leaves_the_list_before_or_the_list_after()
    {
        var storage = new FaultyStorage();
        SkipList.Add(storage, Commands.Folder, Skip(7));
        var random = new Random(7);
        HashSet<int> seen = [];
        storage.OnCall = _ =>
        {
            foreach (CrashMode mode in Enum.GetValues<CrashMode>())
            {
                FaultyStorage crashed = storage.ForkCrashed(mode, random);
                seen.Add(SkipList.Read(crashed, Commands.Folder).Commands.Count());
                SkipList.Add(crashed, Commands.Folder, Skip(11));
            }
        };
        SkipList.Add(storage, Commands.Folder, Skip(9));
        storage.OnCall = null;
        Assert.Equal([1, 2], seen.Order());
        Assert.Equal(2, SkipList.Read(storage.ForkCrashed(CrashMode.LoseUnsynced, random), Commands.Folder).Commands.Count());
    }

    [Fact]
    public void Every_flipped_bit_is_refused()
    {
        var storage = new FaultyStorage();
        SkipList.Add(storage, Commands.Folder, Skip(7));
        SkipList.Add(storage, Commands.Folder, Skip(9));
        string path = Path.Combine(Commands.Folder, SkipList.FileName);
        for (int bit = 0; bit < storage.File(path).Length * 8; bit++)
        {
            FaultyStorage flipped = storage.ForkCrashed(CrashMode.KeepAll, new Random(7));
            byte[] value = new byte[1];
            _ = flipped.File(path).Read(value, bit / 8);
            value[0] ^= (byte)(1 << (bit % 8));
            flipped.File(path).Write(value, bit / 8);
            Assert.Throws<StorageException>(() => SkipList.Read(flipped, Commands.Folder));
        }
    }

    private static SkippedCommand Skip(long sequence) => new()
    {
        Sequence = sequence,
        Command = "NewOrder",
        CommandSha256 = SkipList.HashOf(Commands.For(sequence)),
        Reason = "\"why\"",
        Operator = "op@host",
        At = "2026-11-23T00:00:00Z",
        Failure = "a sum is wrong",
        StateHashBefore = "1",
        StateHashAfter = "2",
    };
}
