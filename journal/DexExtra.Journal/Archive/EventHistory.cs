using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// The event log with what was archived of it, for those who read it from its beginning: a segment that is not in the
/// log's folder any more is found in the archive. Reading only. Any thread.
/// </summary>
public sealed class EventHistory : IMappedStorage
{
    private readonly IMappedStorage _storage;
    private readonly string _folder;
    private readonly string _archiveFolder;

    private EventHistory(IMappedStorage storage, string folder, string archiveFolder)
        => (_storage, _folder, _archiveFolder) = (storage, folder, archiveFolder);

    /// <summary>The storage itself when there is no archive.</summary>
    public static IMappedStorage Of(IMappedStorage storage, string folder, string? archiveFolder)
        => archiveFolder is null ? storage : new EventHistory(storage, folder, archiveFolder);

    /// <summary>
    /// The live folder is looked at first: a segment that moves between the two looks is found twice, never missed.
    /// </summary>
    public IReadOnlyList<string> ListFiles(string folder)
    {
        IReadOnlyList<string> live = _storage.ListFiles(folder);
        return folder == _folder
            ? [.. live.Union(_storage.ListFiles(_archiveFolder)).Order(StringComparer.Ordinal)]
            : live;
    }

    public IMappedFile? TryOpenMapped(string path, bool writable)
    {
        if (writable)
        {
            throw Refused("mmap", path);
        }
        return _storage.TryOpenMapped(path, writable: false)
            ?? (Path.GetDirectoryName(path) == _folder
                ? _storage.TryOpenMapped(Path.Combine(_archiveFolder, Path.GetFileName(path)), writable: false)
                : null);
    }

    public IStorageFile Open(string path, StorageOpenMode mode) => throw Refused("open", path);

    public IMappedFile CreateMapped(string path, long lengthBytes) => throw Refused("create", path);

    public void CreateFolder(string folder) => throw Refused("mkdir", folder);

    public void Rename(string source, string target) => throw Refused("rename", source);

    public void Delete(string path) => throw Refused("unlink", path);

    public void SyncFolder(string folder) => throw Refused("fsync", folder);

    public IDisposable LockFolder(string folder) => throw Refused("lock", folder);

    private static StorageException Refused(string operation, string path)
        => new(operation, path, -1, 0, "an event history is only read");
}
