using DexExtra.Journal.Storage;

namespace DexExtra.Gateway.Tests.Access;

/// <summary>The real disk, whose syncs fail when told to: the real one cannot be made to.</summary>
internal sealed class FailingSyncs : IStorage
{
    private const int InputOutputError = 5;

    private static readonly FileStorage Disk = FileStorage.Instance;

    public bool AreFailing { get; set; }

    public void CreateFolder(string folder) => Disk.CreateFolder(folder);

    public IReadOnlyList<string> ListFiles(string folder) => Disk.ListFiles(folder);

    public IStorageFile Open(string path, StorageOpenMode mode) => new OpenFile(this, Disk.Open(path, mode));

    public void Rename(string source, string target) => Disk.Rename(source, target);

    public void Delete(string path) => Disk.Delete(path);

    public void SyncFolder(string folder) => Disk.SyncFolder(folder);

    public IDisposable LockFolder(string folder) => Disk.LockFolder(folder);

    private sealed class OpenFile(FailingSyncs storage, IStorageFile file) : IStorageFile
    {
        public string Path => file.Path;

        public long LengthBytes => file.LengthBytes;

        public int ReadAt(Span<byte> target, long offset) => file.ReadAt(target, offset);

        public void WriteAt(ReadOnlySpan<byte> source, long offset) => file.WriteAt(source, offset);

        public void SyncData()
        {
            if (storage.AreFailing)
            {
                throw new StorageException("fdatasync", file.Path, -1, InputOutputError);
            }

            file.SyncData();
        }

        public void Truncate(long lengthBytes) => file.Truncate(lengthBytes);

        public void Dispose() => file.Dispose();
    }
}
