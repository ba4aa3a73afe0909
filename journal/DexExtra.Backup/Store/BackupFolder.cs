using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Store;

/// <summary>
/// A folder of backups: <c>objects/</c> holds the bytes, <c>backups/NAME.manifest</c> is a backup. What no manifest
/// names is nothing. Names sort by time, files have mode 0600. One writer (flock), any number of readers.
/// </summary>
internal sealed class BackupFolder : IDisposable
{
    private const string Extension = ".manifest";
    private const string NewSuffix = ".new";

    private readonly string _objects;
    private readonly string _backups;
    private IDisposable? _lock;

    private BackupFolder(string folder)
    {
        Folder = folder;
        _objects = Path.Combine(folder, "objects");
        _backups = Path.Combine(folder, "backups");
        Objects = new ObjectStore(_objects);
    }

    public string Folder { get; }

    public ObjectStore Objects { get; }

    /// <exception cref="BackupException">Another backup is at work here.</exception>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public static BackupFolder ForWriting(string folder)
    {
        var made = new BackupFolder(folder);
        FileStorage.Instance.CreateFolder(folder);
        FileStorage.Instance.CreateFolder(made._objects);
        FileStorage.Instance.CreateFolder(made._backups);
        try
        {
            made._lock = FileStorage.Instance.LockFolder(folder);
            return made;
        }
        catch (StorageException error) when (error.Errno == Errno.WouldBlock)
        {
            throw BackupException.Damage($"another backup is being written into {folder}");
        }
    }

    public static BackupFolder ForReading(string folder) => new(Path.GetFullPath(folder));

    /// <summary>Complete backups, oldest first.</summary>
    public IReadOnlyList<string> Names() =>
    [
        .. FileStorage.Instance.ListFiles(_backups)
            .Where(file => file.EndsWith(Extension, StringComparison.Ordinal))
            .Select(file => file[..^Extension.Length]),
    ];

    /// <exception cref="BackupException">There is none.</exception>
    public string Newest() => Names() is [.., var newest]
        ? newest
        : throw BackupException.Damage($"{Folder} holds no complete backup: there is no manifest in {_backups}");

    /// <exception cref="BackupException">There is no such backup, or its manifest is damaged.</exception>
    public BackupManifest Read(string name)
    {
        var path = ManifestOf(name);
        return Names().Contains(name)
            ? BackupManifest.Decode(name, path, File.ReadAllBytes(path))
            : throw BackupException.Damage($"{Folder} holds no complete backup {name}");
    }

    /// <summary>Makes the backup one: its objects are durable, then the manifest is, under its name.</summary>
    /// <exception cref="StorageException">The disk refuses: there is no such backup.</exception>
    public void Publish(BackupManifest manifest)
    {
        FileStorage.Instance.SyncFolder(_objects);
        var path = ManifestOf(manifest.Name);
        var beside = path + NewSuffix;
        if (File.Exists(beside))
        {
            FileStorage.Instance.Delete(beside);
        }

        using (var file = FileStorage.Instance.Open(beside, StorageOpenMode.CreateNew))
        {
            file.WriteAt(manifest.Encode(), 0);
            file.SyncData();
        }

        FileStorage.Instance.Rename(beside, path);
        FileStorage.Instance.SyncFolder(_backups);
    }

    /// <summary>
    /// Forgets all but the newest backups, then the objects that no manifest names; returns what it did. While a
    /// manifest is damaged nobody knows what it names: then nothing goes.
    /// </summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public IReadOnlyList<string> Prune(long keep)
    {
        var names = Names();
        var gone = names.Take((int)Math.Max(0, names.Count - keep)).ToList();
        List<BackupManifest> kept = [];
        try
        {
            kept.AddRange(names.Skip(gone.Count).Select(Read));
        }
        catch (BackupException error)
        {
            return [$"nothing was removed: {error.Message}"];
        }

        foreach (var name in gone)
        {
            FileStorage.Instance.Delete(ManifestOf(name));
        }

        FileStorage.Instance.SyncFolder(_backups);
        var named = kept.SelectMany(manifest => manifest.Files).Select(file => file.Sha256).ToHashSet();
        var unnamed = FileStorage.Instance.ListFiles(_objects).Where(file => !named.Contains(file)).ToList();
        foreach (var file in unnamed)
        {
            FileStorage.Instance.Delete(Path.Combine(_objects, file));
        }

        FileStorage.Instance.SyncFolder(_objects);
        return gone.Count + unnamed.Count == 0
            ? []
            : [$"removed {gone.Count} old backups and {unnamed.Count} objects that no backup names"];
    }

    /// <summary>Reads every byte of the files.</summary>
    /// <exception cref="BackupException">
    /// An object is missing or is not what its hash says; names the first.
    /// </exception>
    public void Verify(IReadOnlyList<BackupFile> files, Progress progress)
    {
        progress.Total = files.Sum(file => file.Bytes);
        foreach (var file in files)
        {
            var path = Objects.PathOf(file.Sha256);
            if (!File.Exists(path))
            {
                throw BackupException.Damage($"{file.Path}: its object {path} is missing");
            }

            Check(file, path, HashedCopy.Read(path, HashedCopy.Whole, progress));
        }
    }

    /// <exception cref="BackupException">The bytes read are not those of the file.</exception>
    public static void Check(BackupFile file, string path, (long Bytes, string Sha256) read)
    {
        if (read != (file.Bytes, file.Sha256))
        {
            throw BackupException.Damage(
                $"{file.Path}: its object {path} has {read.Bytes} bytes with hash {read.Sha256}, "
                + $"{file.Bytes} with hash {file.Sha256} were backed up");
        }
    }

    public void Dispose() => _lock?.Dispose();

    private string ManifestOf(string name) => Path.Combine(_backups, name + Extension);
}
