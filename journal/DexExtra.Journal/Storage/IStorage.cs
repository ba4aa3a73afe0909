namespace DexExtra.Journal.Storage;

/// <summary>
/// The file system as the command log needs it. The seam exists so that tests can lose, tear and refuse writes at any
/// call; production uses <see cref="FileStorage"/> only. Every failure is a <see cref="StorageException"/>.
/// Implementations may be used from two threads (writer and segment preparer) on different files.
/// </summary>
public interface IStorage
{
    /// <summary>Creates the folder and missing parents, and makes their directory entries durable.</summary>
    void CreateFolder(string folder);

    /// <summary>File names (no path) in ordinal order; empty when the folder does not exist.</summary>
    IReadOnlyList<string> ListFiles(string folder);

    IStorageFile Open(string path, StorageOpenMode mode);

    /// <summary>Atomic; durable only after <see cref="SyncFolder"/>.</summary>
    void Rename(string source, string target);

    /// <summary>Durable only after <see cref="SyncFolder"/>.</summary>
    void Delete(string path);

    /// <summary>fsync of the directory: creations, renames and deletions in it are durable when this returns.</summary>
    void SyncFolder(string folder);

    /// <summary>
    /// Takes the folder for one writer until disposed (or process end); errno EWOULDBLOCK when taken.
    /// </summary>
    IDisposable LockFolder(string folder);
}
