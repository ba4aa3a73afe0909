using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Storage;

/// <summary>The whole command log for those who check it: its folder and the archive as one. Reading only.</summary>
internal sealed class SimHistory(SimDisk disk) : IStorage
{
    public IReadOnlyList<string> ListFiles(string folder) =>
    [
        .. disk.ListFiles(folder).Where(static file => file != ArchiveManifest.FileName)
            .Union(ArchiveManifest.Read(disk, SimFolders.JournalArchive).Select(static segment => segment.File))
            .Order(StringComparer.Ordinal),
    ];

    public IStorageFile Open(string path, StorageOpenMode mode) =>
        disk.Folder(SimFolders.Journal).Names.ContainsKey(Path.GetFileName(path))
            ? disk.Open(path, StorageOpenMode.Read)
            : disk.Open(Path.Combine(SimFolders.JournalArchive, Path.GetFileName(path)), StorageOpenMode.Read);

    public void CreateFolder(string folder) => throw new NotSupportedException(folder);

    public void Rename(string source, string target) => throw new NotSupportedException(source);

    public void Delete(string path) => throw new NotSupportedException(path);

    public void SyncFolder(string folder) => throw new NotSupportedException(folder);

    public IDisposable LockFolder(string folder) => throw new NotSupportedException(folder);
}
