namespace DexExtra.Journal.Storage;

/// <summary>
/// One open file as the command log needs it. Every failure is a <see cref="StorageException"/>; after a failed sync
/// the file is poisoned: every later write or sync is refused without reaching the disk. Used by one thread at a time.
/// </summary>
public interface IStorageFile : IDisposable
{
    string Path { get; }

    long LengthBytes { get; }

    /// <summary>Reads until <paramref name="target"/> is full or the file ends; returns the bytes read.</summary>
    int ReadAt(Span<byte> target, long offset);

    /// <summary>Writes all of <paramref name="source"/> (short writes and EINTR are continued).</summary>
    void WriteAt(ReadOnlySpan<byte> source, long offset);

    /// <summary>fdatasync: contents and length are on stable storage when this returns.</summary>
    void SyncData();

    void Truncate(long lengthBytes);
}
