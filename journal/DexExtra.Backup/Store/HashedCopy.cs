using System.Security.Cryptography;
using DexExtra.Journal.Storage;

namespace DexExtra.Backup.Store;

/// <summary>Reads files to their end or a stated length, hashing, and copies them. Stateless.</summary>
internal static class HashedCopy
{
    public const long Whole = long.MaxValue;

    private const int ChunkBytes = 1 << 20;

    /// <exception cref="StorageException">The file is not there, or the disk refuses.</exception>
    public static (long Bytes, string Sha256) Read(string path, long most, Progress progress)
    {
        using var file = FileStorage.Instance.Open(path, StorageOpenMode.Read);
        return Walk(file, null, most, progress);
    }

    /// <summary>The copy is on stable storage when this returns; its name is the caller's matter.</summary>
    /// <exception cref="StorageException">The disk refuses; what is there then is no copy.</exception>
    public static (long Bytes, string Sha256) Copy(string source, string target, long most, Progress progress)
    {
        using var from = FileStorage.Instance.Open(source, StorageOpenMode.Read);
        using var to = FileStorage.Instance.Open(target, StorageOpenMode.CreateNew);
        var digest = Walk(from, to, most, progress);
        to.SyncData();
        return digest;
    }

    private static (long Bytes, string Sha256) Walk(
        IStorageFile from, IStorageFile? to, long most, Progress progress)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        var buffer = new byte[ChunkBytes];
        var offset = 0L;
        while (true)
        {
            var read = from.ReadAt(buffer.AsSpan(0, (int)Math.Min(ChunkBytes, most - offset)), offset);
            if (read == 0)
            {
                return (offset, Convert.ToHexStringLower(hash.GetHashAndReset()));
            }

            hash.AppendData(buffer, 0, read);
            to?.WriteAt(buffer.AsSpan(0, read), offset);
            offset += read;
            progress.Add(read);
        }
    }
}
