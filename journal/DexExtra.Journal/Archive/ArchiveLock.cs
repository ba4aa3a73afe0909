using System.Diagnostics;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// Keeps an archiver from taking segments away while a start reads the log: both hold the lock of the subfolder
/// <c>archiving</c>, the archiver for one segment at a time, the start until it has replayed.
/// </summary>
public static class ArchiveLock
{
    public const string FolderName = "archiving";
    private const int RetryMs = 50;

    /// <summary>Null when somebody else holds it.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public static IDisposable? TryTake(IStorage storage, string logFolder)
    {
        string folder = Path.Combine(logFolder, FolderName);
        storage.CreateFolder(folder);
        try
        {
            return storage.LockFolder(folder);
        }
        catch (StorageException e) when (e.Errno == Errno.WouldBlock)
        {
            return null;
        }
    }

    /// <summary>Waits for it.</summary>
    /// <exception cref="StorageException">Not free within the time, or the disk refuses.</exception>
    public static IDisposable Take(IStorage storage, string logFolder, TimeSpan timeout)
    {
        long started = Stopwatch.GetTimestamp();
        while (true)
        {
            if (TryTake(storage, logFolder) is { } taken)
            {
                return taken;
            }
            if (Stopwatch.GetElapsedTime(started) > timeout)
            {
                string path = Path.Combine(logFolder, FolderName);
                throw new StorageException("lock", path, -1, Errno.WouldBlock, "an archiver holds it for too long");
            }
            Thread.Sleep(RetryMs);
        }
    }
}
