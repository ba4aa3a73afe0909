using System.Security.Cryptography;
using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Store;

/// <summary>
/// The bytes of all backups of a folder: one file per content, named by its SHA-256, complete and synced before it has
/// that name. What is there is not copied again. One thread, under the folder's lock.
/// </summary>
internal sealed class ObjectStore(string folder)
{
    private const int MostTries = 5;
    private const string PartialName = "partial";

    /// <summary>Objects written since construction.</summary>
    public int Copied { get; private set; }

    public long CopiedBytes { get; private set; }

    /// <summary>Files whose object was there already.</summary>
    public int Reused { get; private set; }

    public string PathOf(string sha256) => Path.Combine(folder, sha256);

    /// <summary>Takes a file that another process may replace while it is read.</summary>
    /// <param name="places">Where it is; when it is moved from the first to the second, it is found there.</param>
    /// <param name="name">Its path in the backup.</param>
    /// <param name="most">Bytes from its beginning.</param>
    /// <param name="progress">Told of every byte read.</param>
    /// <exception cref="StorageException">It is in none of its places, or the disk refuses.</exception>
    /// <exception cref="BackupException">It does not keep still.</exception>
    public BackupFile Add(IReadOnlyList<string> places, string name, long most, Progress progress)
    {
        for (var tries = 0; tries < MostTries; tries++)
        {
            var path = places.FirstOrDefault(File.Exists) ?? places[0];
            try
            {
                if (TryAdd(path, name, most, progress) is { } added)
                {
                    return added;
                }
            }
            catch (StorageException error) when (error.Errno == Errno.NoEntry && places.Any(File.Exists))
            {
                // moved to the archive between the look and the reading
            }
        }

        throw BackupException.Damage($"{places[0]} changes while it is copied");
    }

    /// <summary>Takes bytes that are no file.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public BackupFile Add(byte[] bytes, string name)
    {
        var file = new BackupFile
        {
            Path = name,
            Bytes = bytes.Length,
            Sha256 = Convert.ToHexStringLower(SHA256.HashData(bytes)),
        };
        if (Has(file))
        {
            Reused++;
            return file;
        }

        using (var target = FileStorage.Instance.Open(FreshPartial(), StorageOpenMode.CreateNew))
        {
            target.WriteAt(bytes, 0);
            target.SyncData();
        }

        Keep(file);
        return file;
    }

    /// <summary>Counts a file whose bytes are known from elsewhere; false when they must be copied.</summary>
    public bool TryReuse(BackupFile file)
    {
        if (!Has(file))
        {
            return false;
        }

        Reused++;
        return true;
    }

    private bool Has(BackupFile file)
    {
        var info = new FileInfo(PathOf(file.Sha256));
        return info.Exists && info.Length == file.Bytes;
    }

    /// <summary>Null when the file was another at the second look.</summary>
    private BackupFile? TryAdd(string path, string name, long most, Progress progress)
    {
        var (bytes, hash) = HashedCopy.Read(path, most, progress);
        var file = new BackupFile { Path = name, Bytes = bytes, Sha256 = hash };
        if (TryReuse(file))
        {
            return file;
        }

        if (HashedCopy.Copy(path, FreshPartial(), most, new Progress(TextWriter.Null, name)) != (bytes, hash))
        {
            return null;
        }

        Keep(file);
        return file;
    }

    private string FreshPartial()
    {
        var partial = Path.Combine(folder, PartialName);
        if (File.Exists(partial))
        {
            FileStorage.Instance.Delete(partial);
        }

        return partial;
    }

    private void Keep(BackupFile file)
    {
        FileStorage.Instance.Rename(Path.Combine(folder, PartialName), PathOf(file.Sha256));
        Copied++;
        CopiedBytes += file.Bytes;
    }
}
