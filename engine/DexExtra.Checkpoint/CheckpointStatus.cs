using DexExtra.Hosting;
using DexExtra.Snapshots.Files;

namespace DexExtra.Checkpoint;

/// <summary>What /health and /metrics say. Written by the checkpoint loop, read by any thread.</summary>
internal sealed class CheckpointStatus
{
    private volatile SnapshotHeader? _newest;
    private volatile string? _failure;
    private volatile string? _archiveFailure;
    private volatile bool _isWorking;
    private long _published;
    private long _made;
    private long _failed;
    private long _archived;

    public long Published
    {
        get => Volatile.Read(ref _published);
        set => Volatile.Write(ref _published, value);
    }

    /// <summary>Snapshots made since start.</summary>
    public long Made => Volatile.Read(ref _made);

    /// <summary>Snapshots that could not be made since start.</summary>
    public long Failed => Volatile.Read(ref _failed);

    /// <summary>Segments moved to the archive since start.</summary>
    public long ArchivedSegments => Volatile.Read(ref _archived);

    public long NewestSequence => _newest?.Sequence ?? 0;

    public bool IsWorking
    {
        set => _isWorking = value;
    }

    public void Found(SnapshotHeader? newest) => _newest = newest;

    public void Succeeded(SnapshotHeader newest)
    {
        _newest = newest;
        _failure = null;
        Interlocked.Increment(ref _made);
    }

    public void Fail(string reason)
    {
        _failure = reason;
        Interlocked.Increment(ref _failed);
    }

    public void Archived(int segments)
    {
        _archiveFailure = null;
        Interlocked.Add(ref _archived, segments);
    }

    /// <summary>The venue keeps everything and goes on; the disk fills.</summary>
    public void ArchiveFailed(string reason) => _archiveFailure = reason;

    /// <summary>Not ready while the last one could not be made: the venue trades on, restarts take longer.</summary>
    public HealthReport Report() => new(_failure is null, new Dictionary<string, object?>
    {
        ["phase"] = _isWorking ? "working" : "waiting",
        ["published"] = Published,
        ["snapshot"] = NewestSequence,
        ["made"] = Made,
        ["failed"] = Failed,
        ["failure"] = _failure,
        ["archived"] = ArchivedSegments,
        ["archiveFailure"] = _archiveFailure,
    });
}
