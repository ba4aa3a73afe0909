namespace DexExtra.Journal.Storage;

/// <summary>
/// Single-writer lock of a folder: an flock on its file "lock". The kernel drops it when the process ends in any way,
/// so a stale lock cannot exist. The file itself is never deleted (deleting it would let two holders exist).
/// </summary>
internal sealed class FolderLock : IDisposable
{
    public const string FileName = "lock";

    private readonly DurableFile _file;

    private FolderLock(DurableFile file) => _file = file;

    public static FolderLock Acquire(string folder)
    {
        string path = Path.Combine(folder, FileName);
        DurableFile file = DurableFile.TryOpen(path, StorageOpenMode.ReadWrite, out _) ?? CreateOrOpen(path);
        try
        {
            if (!file.TryLock())
            {
                throw new StorageException("lock", path, -1, Errno.WouldBlock, "another writer has this folder open");
            }
        }
        catch (StorageException)
        {
            file.Dispose();
            throw;
        }
        return new FolderLock(file);
    }

    public void Dispose()
    {
        _file.Unlock();
        _file.Dispose();
    }

    private static DurableFile CreateOrOpen(string path)
    {
        DurableFile? created = DurableFile.TryOpen(path, StorageOpenMode.CreateNew, out int errno);
        if (created is not null)
        {
            return created;
        }
        return errno == Errno.Exists
            ? DurableFile.Open(path, StorageOpenMode.ReadWrite)
            : throw new StorageException("create", path, -1, errno);
    }
}
