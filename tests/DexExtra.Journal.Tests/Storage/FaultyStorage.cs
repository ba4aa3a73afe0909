using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.Storage;

/// <summary>
/// A file system in memory that can be crashed at any call and can refuse any call. File contents and directory entries
/// each have a volatile and a stable layer; entries become stable by a folder sync, contents by a file sync. A rename
/// or deletion that was not synced may or may not survive, in order (journaling file systems keep the order of
/// metadata). Allowed faults: exactly those of a single honest disk: lost and torn unsynced writes, short reads never,
/// refused calls. Synced bytes never change by themselves (tests that want rot flip bits explicitly).
/// </summary>
internal sealed class FaultyStorage : IStorage
{
    private readonly Dictionary<string, SimulatedFile> _entries = [];
    private Dictionary<string, SimulatedFile> _stableEntries = [];
    private readonly List<Dictionary<string, SimulatedFile>> _unsyncedStates = [];
    private readonly HashSet<string> _locked = [];

    /// <summary>Called before ("&lt;op") and after ("&gt;op") every call that changes anything.</summary>
    public Action<string>? OnCall { get; set; }

    /// <summary>Refuses the n-th changing call (counting from 1) whose operation matches; errno as given.</summary>
    public (string Operation, int Nth, int Errno)? Refusal { get; set; }

    public int RefusalsSeen { get; private set; }

    public int SyncsAfterRefusal { get; private set; }

    public IEnumerable<string> Paths => _entries.Keys.Order(StringComparer.Ordinal);

    /// <summary>What a restarted process finds when this storage crashes now. This storage stays as it is.</summary>
    public FaultyStorage ForkCrashed(CrashMode mode, Random random)
    {
        Dictionary<string, SimulatedFile> survivors = mode switch
        {
            CrashMode.KeepAll => _entries,
            CrashMode.LoseUnsynced => _stableEntries,
            _ => PickState(random),
        };
        var fork = new FaultyStorage();
        foreach ((string path, SimulatedFile file) in survivors)
        {
            SimulatedFile copy = file.Fork();
            copy.Crash(mode, random);
            fork._entries[path] = copy;
        }
        fork._stableEntries = new(fork._entries);
        return fork;
    }

    public SimulatedFile File(string path) => _entries[path];

    public void Put(string path, SimulatedFile file)
    {
        _entries[path] = file;
        _stableEntries[path] = file;
    }

    public void Remove(string path)
    {
        _ = _entries.Remove(path);
        _ = _stableEntries.Remove(path);
    }

    public void CreateFolder(string folder)
    {
    }

    public IReadOnlyList<string> ListFiles(string folder)
        => [.. Paths.Where(path => Path.GetDirectoryName(path) == folder).Select(path => Path.GetFileName(path)!)];

    public IStorageFile Open(string path, StorageOpenMode mode)
    {
        if (mode != StorageOpenMode.CreateNew)
        {
            return _entries.TryGetValue(path, out SimulatedFile? file)
                ? new FaultyFile(this, path, file)
                : throw new StorageException("open", path, -1, Errno.NoEntry);
        }
        if (_entries.ContainsKey(path))
        {
            throw new StorageException("create", path, -1, Errno.Exists);
        }
        var created = new SimulatedFile();
        Change("create", path, () => ChangeEntries(() => _entries[path] = created));
        return new FaultyFile(this, path, created);
    }

    public void Rename(string source, string target)
        => Change("rename", source, () => ChangeEntries(() =>
        {
            _ = _entries.Remove(source, out SimulatedFile? file);
            _entries[target] = file!;
        }));

    public void Delete(string path)
        => Change("delete", path, () => ChangeEntries(() => _entries.Remove(path)));

    public void SyncFolder(string folder)
        => Change("syncfolder", folder, () =>
        {
            _stableEntries = WithCurrent(folder, _stableEntries);
            for (int index = 0; index < _unsyncedStates.Count; index++)
            {
                _unsyncedStates[index] = WithCurrent(folder, _unsyncedStates[index]);
            }
        });

    public IDisposable LockFolder(string folder)
    {
        if (!_locked.Add(folder))
        {
            throw new StorageException("lock", folder, -1, Errno.WouldBlock, "another writer has this folder open");
        }
        return new Unlocker(this, folder);
    }

    public void Change(string operation, string path, Action effect)
    {
        OnCall?.Invoke("<" + operation);
        if (RefusalsSeen > 0 && operation == "sync")
        {
            SyncsAfterRefusal++;
        }
        if (Refusal is { } refusal && refusal.Operation == operation)
        {
            Refusal = refusal with { Nth = refusal.Nth - 1 };
            if (refusal.Nth == 1)
            {
                RefusalsSeen++;
                throw new StorageException(operation, path, -1, refusal.Errno);
            }
        }
        effect();
        OnCall?.Invoke(">" + operation);
    }

    /// <summary>A state of all folders with the names that one has now: a sync is of its folder alone.</summary>
    private Dictionary<string, SimulatedFile> WithCurrent(string folder, Dictionary<string, SimulatedFile> state)
        => new(state.Where(entry => Path.GetDirectoryName(entry.Key) != folder)
            .Concat(_entries.Where(entry => Path.GetDirectoryName(entry.Key) == folder)));

    private void ChangeEntries(Action change)
    {
        change();
        _unsyncedStates.Add(new(_entries));
    }

    private Dictionary<string, SimulatedFile> PickState(Random random)
    {
        int index = random.Next(_unsyncedStates.Count + 1);
        return index == 0 ? _stableEntries : _unsyncedStates[index - 1];
    }

    private sealed class Unlocker(FaultyStorage storage, string folder) : IDisposable
    {
        public void Dispose() => storage._locked.Remove(folder);
    }
}
