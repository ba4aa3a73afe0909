using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Tests.Storage;

/// <summary>An open handle of <see cref="FaultyStorage"/>; poisoned by a refused sync like the real one.</summary>
internal sealed class FaultyFile(FaultyStorage storage, string path, SimulatedFile file) : IStorageFile
{
    public string Path { get; } = path;

    public long LengthBytes => file.Length;

    public int ReadAt(Span<byte> target, long offset) => file.Read(target, offset);

    public void WriteAt(ReadOnlySpan<byte> source, long offset)
    {
        byte[] bytes = source.ToArray();
        storage.Change("write", Path, () => file.Write(bytes, offset));
    }

    public void SyncData() => storage.Change("sync", Path, file.Sync);

    public void Truncate(long lengthBytes) => storage.Change("truncate", Path, () => file.Truncate(lengthBytes));

    public void Dispose()
    {
    }
}
