using System.Security.Cryptography;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// Brings archived segments of one log back into its folder, for a start that needs the whole log: a new build, whose
/// first replay begins with the first command. A crash between any two calls leaves a log that is read as before, and
/// the next run finishes. The files in the archive stay; its manifest goes, so that archiving begins anew. One thread;
/// the caller holds the lock of the log's folder.
/// </summary>
public sealed class ArchiveReturn(IStorage storage, string folder, string archiveFolder)
{
    private const int ChunkBytes = 1 << 20;
    private const string PartialSuffix = ".returning";

    /// <summary>Returns what was brought back; what is in the folder already is only counted.</summary>
    /// <exception cref="StorageException">
    /// A segment is missing or another than was archived, the archive is another log's, or the disk refuses.
    /// </exception>
    public IReadOnlyList<ArchivedSegment> Run()
    {
        storage.CreateFolder(archiveFolder);
        using IDisposable noArchiver = storage.LockFolder(archiveFolder);
        List<ArchivedSegment> here = ArchiveManifest.Read(storage, folder);
        List<ArchivedSegment> there = ArchiveManifest.Read(storage, archiveFolder);
        HashSet<string> present = [.. storage.ListFiles(folder)];
        bool isOwn = here.Count > 0
            ? here.SequenceEqual(there.Take(here.Count))
            : there.All(segment => present.Contains(segment.File));
        if (!isOwn)
        {
            string path = Path.Combine(archiveFolder, ArchiveManifest.FileName);
            throw new StorageException("read", path, -1, 0, $"its lines are not those of {folder}");
        }
        foreach (ArchivedSegment segment in here.Where(segment => !present.Contains(segment.File)))
        {
            CopyBack(segment, present);
        }
        storage.SyncFolder(folder);
        DeleteManifest(folder);
        DeleteManifest(archiveFolder);
        return here;
    }

    private void CopyBack(ArchivedSegment segment, HashSet<string> present)
    {
        string source = Path.Combine(archiveFolder, segment.File);
        string target = Path.Combine(folder, segment.File);
        string partial = target + PartialSuffix;
        if (present.Contains(segment.File + PartialSuffix))
        {
            storage.Delete(partial);
        }
        using (IStorageFile from = storage.Open(source, StorageOpenMode.Read))
        using (IStorageFile to = storage.Open(partial, StorageOpenMode.CreateNew))
        {
            using var hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
            byte[] buffer = new byte[ChunkBytes];
            long offset = 0;
            for (int read; (read = from.ReadAt(buffer, offset)) > 0; offset += read)
            {
                hash.AppendData(buffer, 0, read);
                to.WriteAt(buffer.AsSpan(0, read), offset);
            }
            string sha256 = Convert.ToHexStringLower(hash.GetHashAndReset());
            if (sha256 != segment.Sha256)
            {
                throw new StorageException("read", source, -1, 0, $"hash {sha256}, {segment.Sha256} when archived");
            }
            to.SyncData();
        }
        storage.Rename(partial, target);
    }

    private void DeleteManifest(string place)
    {
        if (storage.ListFiles(place).Contains(ArchiveManifest.FileName))
        {
            storage.Delete(Path.Combine(place, ArchiveManifest.FileName));
            storage.SyncFolder(place);
        }
    }
}
