using DexExtra.Journal.Storage;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// Keeps one zeroed, fully allocated segment file ready, so that a rotation costs a rename and a full disk is noticed
/// ahead of time. Begin and Take belong to the writer's thread; the file is made on a pool thread in between.
/// </summary>
internal sealed class EventSegmentPreparer(
    IMappedStorage storage, string folder, int segmentBytes, bool inBackground) : IDisposable
{
    private readonly string _path = Path.Combine(folder, EventLogFormat.PreparedFileName);
    private Task<EventSegment>? _pending;

    /// <summary>Deletes what an earlier process left prepared; its state is unknown.</summary>
    public void DeleteLeftover()
    {
        if (storage.ListFiles(folder).Contains(EventLogFormat.PreparedFileName))
        {
            storage.Delete(_path);
        }
    }

    public void Begin()
    {
        if (inBackground && _pending is null)
        {
            _pending = Task.Run(Create);
        }
    }

    /// <summary>The prepared segment, still under its preparation name; makes it now when none is ready.</summary>
    /// <exception cref="StorageException">The disk is full or refuses.</exception>
    public EventSegment Take()
    {
        Task<EventSegment>? pending = _pending;
        _pending = null;
        return pending is null ? Create() : pending.GetAwaiter().GetResult();
    }

    public void Dispose()
    {
        try
        {
            _pending?.GetAwaiter().GetResult().Dispose();
        }
        catch (StorageException)
        {
            // closing: nobody will use the segment, the next writer reports the disk's state itself
        }
        _pending = null;
    }

    private EventSegment Create()
    {
        DeleteLeftover();
        return EventSegment.Create(storage, _path, segmentBytes);
    }
}
