using DexExtra.Journal.Storage;

namespace DexExtra.Snapshots.Files;

/// <summary>
/// The folder of snapshots: what is there, how a new one gets its name, and which old ones go. One writer (flock); any
/// number of readers.
/// </summary>
public sealed class SnapshotFolder(IStorage storage, string folder)
{
    public string Folder { get; } = folder;

    /// <summary>
    /// Snapshots whose header is intact, newest first; for every other file with a snapshot's name its one line.
    /// </summary>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public (IReadOnlyList<SnapshotEntry> Entries, IReadOnlyList<string> Damaged) List()
    {
        List<SnapshotEntry> entries = [];
        List<string> damaged = [];
        foreach (var name in storage.ListFiles(Folder).Reverse())
        {
            if (!SnapshotFormat.TryParse(name, out var sequence))
            {
                continue;
            }

            var path = Path.Combine(Folder, name);
            try
            {
                var header = SnapshotFile.ReadHeader(storage, path);
                if (header.Sequence != sequence)
                {
                    throw new SnapshotException(path, 0, $"the name contradicts its sequence {header.Sequence}");
                }

                entries.Add(new SnapshotEntry(path, header));
            }
            catch (SnapshotException error)
            {
                damaged.Add(error.Message);
            }
        }

        return (entries, damaged);
    }

    /// <summary>Takes the folder, created when missing, for the one who writes.</summary>
    /// <exception cref="StorageException">Another process writes snapshots here.</exception>
    public IDisposable Lock()
    {
        storage.CreateFolder(Folder);
        return storage.LockFolder(Folder);
    }

    /// <summary>Path of the file to write next; what a crash left there is removed.</summary>
    public string Begin()
    {
        Discard();
        return Path.Combine(Folder, SnapshotFormat.UnfinishedName);
    }

    /// <summary>Removes an unfinished file.</summary>
    public void Discard()
    {
        if (storage.ListFiles(Folder).Contains(SnapshotFormat.UnfinishedName))
        {
            storage.Delete(Path.Combine(Folder, SnapshotFormat.UnfinishedName));
        }
    }

    /// <summary>
    /// Gives the finished, synced and verified file its name, durably, and only then removes what is older than the
    /// newest <see cref="SnapshotFormat.Kept"/>. Returns its path.
    /// </summary>
    public string Publish(SnapshotHeader header)
    {
        var path = Path.Combine(Folder, SnapshotFormat.Name(header.Sequence));
        storage.Rename(Path.Combine(Folder, SnapshotFormat.UnfinishedName), path);
        storage.SyncFolder(Folder);
        Prune();
        return path;
    }

    private void Prune()
    {
        var (entries, _) = List();
        if (entries.Count <= SnapshotFormat.Kept)
        {
            return;
        }

        var oldest = entries[SnapshotFormat.Kept - 1].Header.Sequence;
        foreach (var name in storage.ListFiles(Folder))
        {
            if (SnapshotFormat.TryParse(name, out var sequence) && sequence < oldest)
            {
                storage.Delete(Path.Combine(Folder, name));
            }
        }

        storage.SyncFolder(Folder);
    }
}
