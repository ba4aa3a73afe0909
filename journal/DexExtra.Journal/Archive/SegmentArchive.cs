using System.Security.Cryptography;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// Moves closed segments of one log into an archive folder, maybe on another disk. A step is: copy, sync, read back and
/// compare the hash, name, line in the archive's manifest, line in the log's manifest, delete. A crash between any two
/// calls leaves a log that recovers, and the next step finishes what was begun. One thread; the caller holds
/// <see cref="ArchiveLock"/> of the log and the lock of the archive folder.
/// </summary>
internal sealed class SegmentArchive(IStorage storage, string folder, string archiveFolder)
{
    private const int ChunkBytes = 1 << 20;
    private const string PartialSuffix = ".partial";

    /// <summary>Brings both manifests to the same end and deletes what is archived but still there.</summary>
    /// <exception cref="StorageException">The manifests belong to different logs, or the disk refuses.</exception>
    public void Resume()
    {
        storage.CreateFolder(archiveFolder);
        // a line that a killed archiver left is not durable yet: it must be before its segment goes
        storage.SyncFolder(archiveFolder);
        storage.SyncFolder(folder);
        List<ArchivedSegment> here = ArchiveManifest.Read(storage, folder);
        List<ArchivedSegment> there = ArchiveManifest.Read(storage, archiveFolder);
        bool isPrefix = there.Count >= here.Count && there.Count <= here.Count + 1
            && here.SequenceEqual(there.Take(here.Count));
        if (!isPrefix)
        {
            throw new StorageException(
                "read", Path.Combine(archiveFolder, ArchiveManifest.FileName), -1, 0,
                $"{there.Count} lines do not continue the {here.Count} lines of {folder}");
        }
        if (there.Count > here.Count)
        {
            ArchiveManifest.Append(storage, folder, there[^1]);
        }
        HashSet<string> left = [.. storage.ListFiles(folder)];
        foreach (ArchivedSegment segment in there.Where(segment => left.Contains(segment.File)))
        {
            storage.Delete(Path.Combine(folder, segment.File));
        }
        storage.SyncFolder(folder);
    }

    /// <summary>One segment; <paramref name="segment"/> comes without size and hash.</summary>
    public ArchivedSegment Move(ArchivedSegment segment)
    {
        string source = Path.Combine(folder, segment.File);
        string target = Path.Combine(archiveFolder, segment.File);
        string partial = target + PartialSuffix;
        HashSet<string> present = [.. storage.ListFiles(archiveFolder)];
        foreach (string leftover in new[] { segment.File, segment.File + PartialSuffix }.Where(present.Contains))
        {
            storage.Delete(Path.Combine(archiveFolder, leftover));
        }
        (long bytes, string hash) = Copy(source, partial);
        if (Read(partial) != (bytes, hash))
        {
            throw new StorageException("archive", partial, -1, 0, "the copy reads differently than the segment");
        }
        storage.Rename(partial, target);
        storage.SyncFolder(archiveFolder);
        ArchivedSegment done = segment with { Bytes = bytes, Sha256 = hash };
        ArchiveManifest.Append(storage, archiveFolder, done);
        ArchiveManifest.Append(storage, folder, done);
        storage.Delete(source);
        storage.SyncFolder(folder);
        return done;
    }

    private (long Bytes, string Sha256) Copy(string source, string partial)
    {
        using IStorageFile from = storage.Open(source, StorageOpenMode.Read);
        using IStorageFile to = storage.Open(partial, StorageOpenMode.CreateNew);
        (long, string) digest = Digest(from, (chunk, offset) => to.WriteAt(chunk, offset));
        to.SyncData();
        return digest;
    }

    private (long Bytes, string Sha256) Read(string path)
    {
        using IStorageFile file = storage.Open(path, StorageOpenMode.Read);
        return Digest(file, (_, _) => { });
    }

    private static (long Bytes, string Sha256) Digest(IStorageFile file, ChunkSink onChunk)
    {
        using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
        byte[] buffer = new byte[ChunkBytes];
        long offset = 0;
        while (true)
        {
            int read = file.ReadAt(buffer, offset);
            if (read == 0)
            {
                return (offset, Convert.ToHexStringLower(hash.GetHashAndReset()));
            }
            hash.AppendData(buffer, 0, read);
            onChunk(buffer.AsSpan(0, read), offset);
            offset += read;
        }
    }

    private delegate void ChunkSink(ReadOnlySpan<byte> chunk, long offset);
}
