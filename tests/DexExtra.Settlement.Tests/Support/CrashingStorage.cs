using DexExtra.Journal.Storage;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>The real file system with a crash point around every call that changes it.</summary>
internal sealed class CrashingStorage(CrashPoint crash) : IMappedStorage
{
    private static readonly FileStorage Real = FileStorage.Instance;

    public void CreateFolder(string folder) => crash.Around("create folder", () => Real.CreateFolder(folder));

    public IReadOnlyList<string> ListFiles(string folder) => Real.ListFiles(folder);

    public IStorageFile Open(string path, StorageOpenMode mode) =>
        new File(crash.Around("open", () => Real.Open(path, mode)), crash);

    public void Rename(string source, string target) => crash.Around("rename", () => Real.Rename(source, target));

    public void Delete(string path) => crash.Around("delete", () => Real.Delete(path));

    public void SyncFolder(string folder) => crash.Around("sync folder", () => Real.SyncFolder(folder));

    public IDisposable LockFolder(string folder) => Real.LockFolder(folder);

    public IMappedFile CreateMapped(string path, long lengthBytes) => Real.CreateMapped(path, lengthBytes);

    public IMappedFile? TryOpenMapped(string path, bool writable) => Real.TryOpenMapped(path, writable);

    private sealed class File(IStorageFile real, CrashPoint crash) : IStorageFile
    {
        public string Path => real.Path;

        public long LengthBytes => real.LengthBytes;

        public int ReadAt(Span<byte> target, long offset) => real.ReadAt(target, offset);

        public void WriteAt(ReadOnlySpan<byte> source, long offset)
        {
            var bytes = source.ToArray();
            crash.Around("write", () => real.WriteAt(bytes, offset));
        }

        public void SyncData() => crash.Around("sync", real.SyncData);

        public void Truncate(long lengthBytes) => real.Truncate(lengthBytes);

        public void Dispose() => real.Dispose();
    }
}
