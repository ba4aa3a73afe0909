using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.Storage;

public sealed class DurableFileTests : IDisposable
{
    private readonly TestFolder _folder = new();

    public void Dispose() => _folder.Dispose();

    [Fact]
    public void What_is_written_is_read_back_and_lengths_follow()
    {
        using DurableFile file = DurableFile.Open(_folder.Sub("a"), StorageOpenMode.CreateNew);
        file.WriteAt([1, 2, 3, 4], 10);
        file.SyncData();
        file.Sync();
        byte[] read = new byte[20];
        Assert.Equal(14, file.LengthBytes);
        Assert.Equal(6, file.ReadAt(read, 8));
        Assert.Equal([0, 0, 1, 2, 3, 4], read[..6]);
        file.Truncate(11);
        Assert.Equal(11, file.LengthBytes);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, new FileInfo(_folder.Sub("a")).UnixFileMode);
    }

    [Fact]
    public void Refusals_name_operation_path_and_errno()
    {
        string path = _folder.Sub("missing");
        StorageException missing = Assert.Throws<StorageException>(() => DurableFile.Open(path, StorageOpenMode.Read));
        Assert.Equal($"storage: open of {path} failed: ENOENT", missing.Message);
        DurableFile.Open(path, StorageOpenMode.CreateNew).Dispose();
        StorageException exists = Assert.Throws<StorageException>(
            () => DurableFile.Open(path, StorageOpenMode.CreateNew));
        Assert.Equal($"storage: create of {path} failed: EEXIST", exists.Message);
        StorageException rename = Assert.Throws<StorageException>(
            () => FileStorage.Instance.Rename(_folder.Sub("none"), path));
        Assert.Equal(Errno.NoEntry, rename.Errno);
        StorageException delete = Assert.Throws<StorageException>(
            () => FileStorage.Instance.Delete(_folder.Sub("none")));
        Assert.Equal(Errno.NoEntry, delete.Errno);
    }

    [Fact]
    public void A_full_disk_surfaces_at_the_write()
    {
        using DurableFile full = DurableFile.Open("/dev/full", StorageOpenMode.ReadWrite);
        StorageException refusal = Assert.Throws<StorageException>(() => full.WriteAt([1], 0));
        Assert.Equal("storage: pwrite of /dev/full at offset 0 failed: ENOSPC", refusal.Message);
    }

    // JRN-07: a device that cannot sync really answers the call with an error
    [Fact]
    [Trait("rule", "JRN-07")]
    public void A_failed_sync_is_seen_and_poisons_the_file()
    {
        using DurableFile device = DurableFile.Open("/dev/null", StorageOpenMode.ReadWrite);
        StorageException failure = Assert.Throws<StorageException>(device.SyncData);
        Assert.Equal("storage: fdatasync of /dev/null failed: EINVAL", failure.Message);
        Action[] laterUses = [device.SyncData, device.Sync, () => device.WriteAt([1], 0), () => device.Truncate(0)];
        foreach (Action later in laterUses)
        {
            StorageException refusal = Assert.Throws<StorageException>(later);
            Assert.Equal(0, refusal.Errno);
            Assert.EndsWith("refused (an earlier sync of this file failed)", refusal.Message, StringComparison.Ordinal);
        }
    }

    [Fact]
    public void Folders_are_created_with_parents_listed_in_order_and_synced()
    {
        string folder = _folder.Sub("x/y/z");
        FileStorage.Instance.CreateFolder(folder);
        FileStorage.Instance.CreateFolder(folder);
        foreach (string name in new[] { "b", "a", "C" })
        {
            FileStorage.Instance.Open(Path.Combine(folder, name), StorageOpenMode.CreateNew).Dispose();
        }
        FileStorage.Instance.SyncFolder(folder);
        Assert.Equal(["C", "a", "b"], FileStorage.Instance.ListFiles(folder));
        Assert.Empty(FileStorage.Instance.ListFiles(_folder.Sub("nowhere")));
    }

    [Fact]
    public void A_folder_cannot_be_made_where_a_file_stands()
    {
        DurableFile.Open(_folder.Sub("file"), StorageOpenMode.CreateNew).Dispose();
        StorageException refusal = Assert.Throws<StorageException>(
            () => FileStorage.Instance.CreateFolder(_folder.Sub("file/sub")));
        Assert.Equal("mkdir", refusal.Operation);
    }
}
