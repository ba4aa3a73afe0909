using DexExtra.Journal.Storage;

namespace DexExtra.Simulation.Storage;

/// <summary>
/// An open file. It is not poisoned by a failed sync as the real handle is: what the product does after one is under
/// test here, the handle in the tests of the journal.
/// </summary>
internal sealed class SimOpenFile(SimDisk disk, string path, SimFile file) : IStorageFile
{
    public string Path => path;

    public long LengthBytes => file.Length;

    public int ReadAt(Span<byte> target, long offset) => file.Read(target, offset);

    public void WriteAt(ReadOnlySpan<byte> source, long offset) => disk.Write(file, path, source, offset);

    public void SyncData() => disk.Sync(file, path);

    public void Truncate(long lengthBytes) => disk.Change("ftruncate", path, () => file.Truncate((int)lengthBytes));

    public void Dispose()
    {
    }
}
