using DexExtra.Journal.Storage;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Storage;

/// <summary>
/// The machine's disk: any call that changes something can fail, stop half-way, or be the last one of its process.
/// Within the fault atlas of one honest disk: lost and torn unsynced writes, refused calls, failed syncs; what was
/// synced stays, unless a mode outside the atlas says otherwise. One thread.
/// </summary>
internal sealed class SimDisk(SimDice dice, Reached reached) : IMappedStorage
{
    private readonly Dictionary<string, SimFolder> _folders = [];

    /// <summary>Armed for the call it counts down to; gone once it struck.</summary>
    public DiskFault? Fault { get; set; }

    public SimFolder Folder(string folder)
    {
        if (!_folders.TryGetValue(folder, out var found))
        {
            found = new SimFolder();
            _folders.Add(folder, found);
        }

        return found;
    }

    public void LosePower()
    {
        Fault = null;
        foreach (var folder in _folders.Values)
        {
            folder.LosePower(dice);
        }
    }

    /// <summary>The process that held the folder's lock is gone.</summary>
    public void Unlock(string folder) => Folder(folder).IsLocked = false;

    /// <summary>The kernel writes back what is dirty in a folder, by itself.</summary>
    public void WriteBack(string folder)
    {
        var found = Folder(folder);
        foreach (var file in found.Names.Values)
        {
            file.Sync();
        }

        found.Sync();
    }

    /// <summary>Every byte of the folder's files is on stable storage.</summary>
    public bool IsWritten(string folder) => Folder(folder).Names.Values.All(static file => file.IsWritten);

    public void CreateFolder(string folder) => _ = Folder(folder);

    public IReadOnlyList<string> ListFiles(string folder)
    {
        string[] names = [.. Folder(folder).Names.Keys];
        Array.Sort(names, StringComparer.Ordinal);
        return names;
    }

    public IStorageFile Open(string path, StorageOpenMode mode)
    {
        var (folder, name) = Place(path);
        if (mode != StorageOpenMode.CreateNew)
        {
            return folder.Names.TryGetValue(name, out var file)
                ? new SimOpenFile(this, path, file)
                : throw new StorageException("open", path, -1, Errno.NoEntry);
        }

        return new SimOpenFile(this, path, Create(path, 0));
    }

    public IMappedFile CreateMapped(string path, long lengthBytes) =>
        new SimMappedFile(this, path, Create(path, (int)lengthBytes));

    public IMappedFile? TryOpenMapped(string path, bool writable)
    {
        var (folder, name) = Place(path);
        return folder.Names.TryGetValue(name, out var file) && file.Length > 0
            ? new SimMappedFile(this, path, file)
            : null;
    }

    public void Rename(string source, string target) => Change("rename", source, () =>
    {
        var (folder, name) = Place(source);
        folder.Names.Remove(name, out var file);
        folder.Names[Path.GetFileName(target)] = file!;
        folder.Changed();
    });

    public void Delete(string path) => Change("unlink", path, () =>
    {
        var (folder, name) = Place(path);
        folder.Names.Remove(name);
        folder.Changed();
    });

    public void SyncFolder(string folder) => Change("fsync", folder, Folder(folder).Sync);

    public IDisposable LockFolder(string folder)
    {
        var found = Folder(folder);
        if (found.IsLocked)
        {
            throw new StorageException("lock", folder, -1, Errno.WouldBlock, "another writer has this folder open");
        }

        found.IsLocked = true;
        return new Unlocker(found);
    }

    public void Write(SimFile file, string path, ReadOnlySpan<byte> source, long offset)
    {
        if (Strikes() is not { } fault)
        {
            file.Write(source, offset);
            return;
        }

        file.Write(source[..dice.Below(source.Length + 1)], offset);
        Fail(fault, "pwrite", path);
    }

    public void Sync(SimFile file, string path)
    {
        if (Strikes() is not { } fault)
        {
            file.Sync();
            return;
        }

        if (fault.Errno != 0)
        {
            file.FailSync(dice);
        }
        else if (dice.OneIn(2))
        {
            file.Sync();
        }

        Fail(fault, "fdatasync", path);
    }

    public void Change(string operation, string path, Action effect)
    {
        if (Strikes() is not { } fault)
        {
            effect();
            return;
        }

        if (fault.Errno == 0 && dice.OneIn(2))
        {
            effect();
        }

        Fail(fault, operation, path);
    }

    private void Fail(DiskFault fault, string operation, string path)
    {
        reached.Add(fault.Errno == 0 ? $"killed in {operation}" : $"disk {Errno.Name(fault.Errno)} in {operation}");
        throw fault.Errno == 0
            ? new SimCrashException($"{operation} of {path}")
            : new StorageException(operation, path, -1, fault.Errno, "simulated");
    }

    private DiskFault? Strikes()
    {
        if (Fault is not { } fault)
        {
            return null;
        }

        Fault = fault.CallsLeft > 0 ? fault with { CallsLeft = fault.CallsLeft - 1 } : null;
        return fault.CallsLeft == 0 ? fault : null;
    }

    private SimFile Create(string path, int lengthBytes)
    {
        var (folder, name) = Place(path);
        if (folder.Names.ContainsKey(name))
        {
            throw new StorageException("create", path, -1, Errno.Exists);
        }

        var created = new SimFile(lengthBytes);
        Change("create", path, () =>
        {
            folder.Names[name] = created;
            folder.Changed();
        });
        return created;
    }

    private (SimFolder Folder, string Name) Place(string path) =>
        (Folder(Path.GetDirectoryName(path)!), Path.GetFileName(path));

    private sealed class Unlocker(SimFolder folder) : IDisposable
    {
        public void Dispose() => folder.IsLocked = false;
    }
}
