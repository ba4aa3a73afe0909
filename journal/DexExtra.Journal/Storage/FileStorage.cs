using System.Runtime.InteropServices;

namespace DexExtra.Journal.Storage;

/// <summary>The real file system. Stateless, any thread.</summary>
public sealed class FileStorage : IMappedStorage
{
    public static readonly FileStorage Instance = new();

    private FileStorage()
    {
    }

    public void CreateFolder(string folder)
    {
        string full = Path.GetFullPath(folder);
        if (Directory.Exists(full))
        {
            return;
        }
        string? parent = Path.GetDirectoryName(full);
        if (parent is not null)
        {
            CreateFolder(parent);
        }
        try
        {
            Directory.CreateDirectory(full);
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("mkdir", full, -1, 0, e.Message);
        }
        if (parent is not null)
        {
            SyncFolder(parent);
        }
    }

    public IReadOnlyList<string> ListFiles(string folder)
    {
        try
        {
            string[] names = [.. Directory.EnumerateFiles(folder).Select(path => Path.GetFileName(path))];
            Array.Sort(names, StringComparer.Ordinal);
            return names;
        }
        catch (DirectoryNotFoundException)
        {
            return [];
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException)
        {
            throw new StorageException("list", folder, -1, 0, e.Message);
        }
    }

    public IStorageFile Open(string path, StorageOpenMode mode) => DurableFile.Open(path, mode);

    public void Rename(string source, string target)
    {
        if (Libc.Rename(source, target) != 0)
        {
            throw new StorageException("rename", source, -1, Marshal.GetLastPInvokeError(), $"to {target}");
        }
    }

    public void Delete(string path)
    {
        if (Libc.Unlink(path) != 0)
        {
            throw new StorageException("unlink", path, -1, Marshal.GetLastPInvokeError());
        }
    }

    public void SyncFolder(string folder)
    {
        using DurableFile directory = DurableFile.Open(folder, StorageOpenMode.Read);
        directory.Sync();
    }

    public IDisposable LockFolder(string folder) => FolderLock.Acquire(folder);

    public IMappedFile CreateMapped(string path, long lengthBytes) => MappedFile.Create(path, lengthBytes);

    public IMappedFile? TryOpenMapped(string path, bool writable) => MappedFile.TryOpen(path, writable);
}
