using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tool;

/// <summary>
/// The logs as the tool reads them: a live folder and its archive as one, and every byte read is counted for the
/// progress line. Never writes. One thread.
/// </summary>
internal sealed class LogStorage(Progress progress) : IStorage
{
    private readonly Dictionary<string, string> _archives = [];

    /// <summary>From now on files of the archive show in the folder, and its manifest does not.</summary>
    public void Overlay(string folder, string? archiveFolder)
    {
        if (archiveFolder is not null && Directory.Exists(archiveFolder))
        {
            _archives[folder] = archiveFolder;
        }
    }

    public IReadOnlyList<string> ListFiles(string folder)
    {
        var files = FileStorage.Instance.ListFiles(folder);
        if (!_archives.TryGetValue(folder, out var archive))
        {
            return files;
        }

        var segments = ArchiveManifest.Read(FileStorage.Instance, archive).Select(segment => segment.File);
        return [.. files.Where(file => file != ArchiveManifest.FileName).Union(segments).Order(StringComparer.Ordinal)];
    }

    public IStorageFile Open(string path, StorageOpenMode mode)
    {
        if (mode != StorageOpenMode.Read)
        {
            throw Refused("open", path);
        }

        var folder = Path.GetDirectoryName(path)!;
        var place = !File.Exists(path) && _archives.TryGetValue(folder, out var archive)
            ? Path.Combine(archive, Path.GetFileName(path))
            : path;
        return new CountedFile(FileStorage.Instance.Open(place, mode), progress);
    }

    /// <summary>Bytes of all files that a walk of this folder reads.</summary>
    public long BytesOf(string folder, string extension)
    {
        var total = 0L;
        foreach (var file in ListFiles(folder).Where(file => file.EndsWith(extension, StringComparison.Ordinal)))
        {
            using var opened = Open(Path.Combine(folder, file), StorageOpenMode.Read);
            total += opened.LengthBytes;
        }

        return total;
    }

    public void CreateFolder(string folder) => throw Refused("mkdir", folder);

    public void Rename(string source, string target) => throw Refused("rename", source);

    public void Delete(string path) => throw Refused("unlink", path);

    public void SyncFolder(string folder) => throw Refused("fsync", folder);

    public IDisposable LockFolder(string folder) => throw Refused("lock", folder);

    private static StorageException Refused(string operation, string path) =>
        new(operation, path, -1, 0, "the tool only reads here");

    private sealed class CountedFile(IStorageFile file, Progress progress) : IStorageFile
    {
        public string Path => file.Path;

        public long LengthBytes => file.LengthBytes;

        public int ReadAt(Span<byte> target, long offset)
        {
            var read = file.ReadAt(target, offset);
            progress.Add(read);
            return read;
        }

        public void WriteAt(ReadOnlySpan<byte> source, long offset) => throw Refused("pwrite", Path);

        public void SyncData() => throw Refused("fdatasync", Path);

        public void Truncate(long lengthBytes) => throw Refused("ftruncate", Path);

        public void Dispose() => file.Dispose();
    }
}
