using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Store;

/// <summary>
/// The files of a backup as if they stood in a data folder, to replay it where it is. Folders are those of the backup
/// ("journal", "snapshots"). Never writes. One thread.
/// </summary>
internal sealed class BackupStorage(ObjectStore objects, IEnumerable<BackupFile> files) : IStorage
{
    private readonly Dictionary<string, string> _objects =
        files.ToDictionary(file => file.Path, file => objects.PathOf(file.Sha256));

    public IReadOnlyList<string> ListFiles(string folder) =>
    [
        .. _objects.Keys.Where(path => Path.GetDirectoryName(path) == folder)
            .Select(path => Path.GetFileName(path)).Order(StringComparer.Ordinal),
    ];

    public IStorageFile Open(string path, StorageOpenMode mode) => mode == StorageOpenMode.Read
        ? FileStorage.Instance.Open(_objects.GetValueOrDefault(path, path), mode)
        : throw Refused("open", path);

    public void CreateFolder(string folder) => throw Refused("mkdir", folder);

    public void Rename(string source, string target) => throw Refused("rename", source);

    public void Delete(string path) => throw Refused("unlink", path);

    public void SyncFolder(string folder) => throw Refused("fsync", folder);

    public IDisposable LockFolder(string folder) => throw Refused("lock", folder);

    private static StorageException Refused(string operation, string path) =>
        new(operation, path, -1, 0, "a backup is only read here");
}
