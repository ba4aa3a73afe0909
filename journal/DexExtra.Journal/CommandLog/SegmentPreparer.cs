using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Keeps one zero-filled, synced file ready for the next segment: filling costs far more than a batch, and a sync into
/// blocks that already exist is twice as fast as into a growing file. Begin, Take and Dispose belong to the writer's
/// thread; in between a pool thread fills the file. A failure surfaces at Take, or earlier through Failure.
/// </summary>
internal sealed class SegmentPreparer(IStorage storage, string folder, int segmentBytes, bool inBackground)
    : IDisposable
{
    private const int ChunkBytes = 1 << 20;

    private readonly string _path = Path.Combine(folder, CommandLogFormat.PreparedFileName);
    private Task? _pending;

    /// <summary>The reason why the next segment could not be prepared; null while all is well. Any thread.</summary>
    public StorageException? Failure => Volatile.Read(ref _pending)?.Exception?.InnerException as StorageException;

    public void DeleteLeftover()
    {
        if (storage.ListFiles(folder).Contains(CommandLogFormat.PreparedFileName))
        {
            storage.Delete(_path);
        }
    }

    public void Begin()
    {
        if (inBackground)
        {
            Volatile.Write(ref _pending, Task.Run(Create));
        }
    }

    /// <summary>Path of a zero-filled, synced file; made now when none is ready. The caller renames it.</summary>
    public string Take()
    {
        Task? pending = _pending;
        if (pending is null)
        {
            Create();
        }
        else
        {
            pending.GetAwaiter().GetResult();
            Volatile.Write(ref _pending, null);
        }
        return _path;
    }

    public void Dispose()
    {
        try
        {
            _pending?.GetAwaiter().GetResult();
        }
        catch (StorageException)
        {
            // closing: nobody will use the segment, the next writer reports the disk's state itself
        }
    }

    private void Create()
    {
        DeleteLeftover();
        using IStorageFile file = storage.Open(_path, StorageOpenMode.CreateNew);
        byte[] zeros = new byte[Math.Min(ChunkBytes, segmentBytes)];
        for (int offset = 0; offset < segmentBytes; offset += zeros.Length)
        {
            int count = Math.Min(zeros.Length, segmentBytes - offset);
            file.WriteAt(zeros.AsSpan(0, count), offset);
            // in small steps, so that the writer's own sync never waits behind a whole segment of zeros
            file.SyncData();
        }
    }
}
