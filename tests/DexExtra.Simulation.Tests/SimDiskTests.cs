using DexExtra.Journal.Storage;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Storage;

namespace DexExtra.Simulation.Tests;

/// <summary>The simulated disk does what an honest disk under Linux may do, and nothing else.</summary>
public sealed class SimDiskTests
{
    private const string Folder = "/data/journal";
    private const string Path = Folder + "/file";

    private static SimDisk NewDisk(ulong seed = 1) => new(new SimDice(seed), new Reached());

    private static byte[] Filled(byte value) => [.. Enumerable.Repeat(value, 2 * SimFile.SectorBytes)];

    private static byte[] ReadAll(SimDisk disk)
    {
        using var file = disk.Open(Path, StorageOpenMode.Read);
        var bytes = new byte[file.LengthBytes];
        Assert.Equal(bytes.Length, file.ReadAt(bytes, 0));
        return bytes;
    }

    private static IStorageFile Create(SimDisk disk)
    {
        var file = disk.Open(Path, StorageOpenMode.CreateNew);
        file.WriteAt(Filled(1), 0);
        file.SyncData();
        disk.SyncFolder(Folder);
        return file;
    }

    [Fact]
    public void What_was_synced_survives_every_loss_of_power()
    {
        for (var seed = 1UL; seed <= 50; seed++)
        {
            var disk = NewDisk(seed);
            Create(disk).Dispose();
            disk.LosePower();
            Assert.Equal(Filled(1), ReadAll(disk));
        }
    }

    [Fact]
    public void Of_what_was_not_synced_each_sector_is_old_or_new_and_all_mixtures_occur()
    {
        var mixtures = new HashSet<(byte First, byte Second)>();
        for (var seed = 1UL; seed <= 200; seed++)
        {
            var disk = NewDisk(seed);
            using var file = Create(disk);
            file.WriteAt(Filled(2), 0);
            disk.LosePower();
            var bytes = ReadAll(disk);
            Assert.Single(bytes[..SimFile.SectorBytes].Distinct());
            mixtures.Add((bytes[0], bytes[^1]));
        }

        (byte First, byte Second)[] all = [(1, 1), (1, 2), (2, 1), (2, 2)];
        Assert.Equal(all, mixtures.Order());
    }

    [Fact]
    public void A_process_that_is_killed_loses_nothing_it_wrote()
    {
        var disk = NewDisk();
        using var file = Create(disk);
        file.WriteAt(Filled(2), 0);
        Assert.Equal(Filled(2), ReadAll(disk));
    }

    [Fact]
    public void After_a_failed_sync_a_second_one_succeeds_and_has_written_nothing_of_the_first()
    {
        var isLost = false;
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var disk = NewDisk(seed);
            using var file = Create(disk);
            file.WriteAt(Filled(2), 0);
            disk.Fault = new DiskFault(0, Errno.InputOutput);
            Assert.Throws<StorageException>(file.SyncData);
            file.SyncData();
            Assert.Equal(Filled(2), ReadAll(disk));
            disk.LosePower();
            isLost |= ReadAll(disk).Contains((byte)1);
        }

        Assert.True(isLost);
    }

    [Fact]
    public void A_name_that_was_not_synced_may_be_gone_and_names_survive_in_their_order()
    {
        var found = new HashSet<string>();
        for (var seed = 1UL; seed <= 100; seed++)
        {
            var disk = NewDisk(seed);
            Create(disk).Dispose();
            disk.Rename(Path, Folder + "/second");
            disk.Rename(Folder + "/second", Folder + "/third");
            disk.LosePower();
            found.Add(Assert.Single(disk.ListFiles(Folder)));
        }

        Assert.Equal(["file", "second", "third"], found.Order(StringComparer.Ordinal));
    }

    [Fact]
    public void A_kill_inside_a_write_leaves_a_part_of_it()
    {
        var lengths = new HashSet<long>();
        for (var seed = 1UL; seed <= 20; seed++)
        {
            var disk = NewDisk(seed);
            using var file = disk.Open(Path, StorageOpenMode.CreateNew);
            disk.Fault = new DiskFault(0, Errno: 0);
            Assert.Throws<SimCrashException>(() => file.WriteAt(Filled(3), 0));
            lengths.Add(file.LengthBytes);
        }

        Assert.True(lengths.Count > 5);
        Assert.True(lengths.Max() <= Filled(3).Length);
    }
}
