using DexExtra.Journal.Storage;

namespace DexExtra.Chaos.Faults;

/// <summary>
/// A command log in memory, of which copies are cheap and any bit can be turned: for faults that are many and small.
/// No durability, no failures. One thread.
/// </summary>
internal sealed class MemoryLog : IStorage
{
    public const string Folder = "/log";

    private readonly Dictionary<string, byte[]> _files = [];

    /// <summary>Paths of the segments, in order.</summary>
    public IReadOnlyList<string> Segments =>
        [.. _files.Keys.Where(path => path.EndsWith(".journal", StringComparison.Ordinal)).Order(StringComparer.Ordinal)];

    public byte[] Bytes(string path) => _files[path];

    /// <summary>An independent copy.</summary>
    public MemoryLog Copy()
    {
        var copy = new MemoryLog();
        foreach (var (path, bytes) in _files)
        {
            copy._files.Add(path, [.. bytes]);
        }

        return copy;
    }

    public void CreateFolder(string folder)
    {
        // there is one
    }

    public IReadOnlyList<string> ListFiles(string folder) =>
        [.. _files.Keys.Where(path => Path.GetDirectoryName(path) == folder)
            .Select(path => Path.GetFileName(path)!).Order(StringComparer.Ordinal)];

    public IStorageFile Open(string path, StorageOpenMode mode)
    {
        if (mode == StorageOpenMode.CreateNew)
        {
            _files.Add(path, []);
        }

        return new OpenFile(this, path);
    }

    public void Rename(string source, string target)
    {
        _files.Remove(source, out var bytes);
        _files[target] = bytes!;
    }

    public void Delete(string path) => _files.Remove(path);

    public void SyncFolder(string folder)
    {
        // memory is as durable as this gets
    }

    public IDisposable LockFolder(string folder) => new NoLock();

    private sealed class NoLock : IDisposable
    {
        public void Dispose()
        {
            // nobody else is there
        }
    }

    private sealed class OpenFile(MemoryLog log, string path) : IStorageFile
    {
        private string _path = path;

        public string Path => _path;

        public long LengthBytes => log._files[_path].Length;

        public int ReadAt(Span<byte> target, long offset)
        {
            var bytes = log._files[_path];
            var count = (int)Math.Clamp(bytes.Length - offset, 0, target.Length);
            bytes.AsSpan((int)Math.Min(offset, bytes.Length), count).CopyTo(target);
            return count;
        }

        public void WriteAt(ReadOnlySpan<byte> source, long offset)
        {
            var bytes = log._files[_path];
            if (bytes.Length < offset + source.Length)
            {
                Array.Resize(ref bytes, (int)offset + source.Length);
                log._files[_path] = bytes;
            }

            source.CopyTo(bytes.AsSpan((int)offset));
        }

        public void SyncData()
        {
            // memory is as durable as this gets
        }

        public void Truncate(long lengthBytes)
        {
            var bytes = log._files[_path];
            Array.Resize(ref bytes, (int)lengthBytes);
            log._files[_path] = bytes;
        }

        public void Dispose() => _path = string.Empty;
    }
}
