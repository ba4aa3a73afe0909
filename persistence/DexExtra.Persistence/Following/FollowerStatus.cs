using DexExtra.Hosting;

namespace DexExtra.Persistence.Following;

/// <summary>
/// What the process knows about itself, for health and metrics. Written by the follower, the lag meter and the mirror,
/// each its own members; read by anybody. Single values, each always whole.
/// </summary>
internal sealed class FollowerStatus
{
    private long _cursor;
    private long _seen;
    private long _durableCursor;
    private long _cursorTimeNs;
    private long _logEnd;
    private long _logEndTimeNs;
    private long _mirrorSequence;
    private string? _databaseError = "not connected yet";
    private string? _mirrorError;
    private long _replicaCursor;
    private string _replica = "off";

    public long Cursor => Volatile.Read(ref _cursor);

    /// <summary>The cursor that is on the server's disk; never above <see cref="Cursor"/>.</summary>
    public long DurableCursor => Volatile.Read(ref _durableCursor);

    /// <summary>The furthest cursor ever read or written, and the durable one: for the cursor's file.</summary>
    public (long Seen, long Done) Position
    {
        get
        {
            var done = DurableCursor;
            return (Volatile.Read(ref _seen), done);
        }
    }

    /// <summary>What the mirror holds; it is never needed again from the log alone.</summary>
    public (long Seen, long Done) MirrorPosition
    {
        get
        {
            var sequence = Volatile.Read(ref _mirrorSequence);
            return (sequence, sequence);
        }
    }

    public long LogEnd => Math.Max(Volatile.Read(ref _logEnd), Cursor);

    public long LagFrames => LogEnd - Cursor;

    /// <summary>Engine time between the last frame in the log and the last frame in the database.</summary>
    public double LagSeconds
    {
        get
        {
            var behindNs = Volatile.Read(ref _logEndTimeNs) - Volatile.Read(ref _cursorTimeNs);
            return LagFrames == 0 || behindNs < 0 ? 0 : (double)behindNs / Messages.Limits.NsPerSecond;
        }
    }

    public bool IsReady =>
        Volatile.Read(ref _databaseError) is null && LagSeconds <= PersistenceLimits.ReadyLagSecondsMax;

    /// <summary>
    /// A session read the cursor: so much was published, whether the event log has it or not. Only what was confirmed
    /// before and is still there is known to be durable.
    /// </summary>
    public void StartsAt(long sequence)
    {
        Volatile.Write(ref _durableCursor, Math.Min(DurableCursor, sequence));
        Saw(sequence);
    }

    /// <summary>Everything up to here is on the server's disk.</summary>
    public void DurableAt(long sequence) => Volatile.Write(ref _durableCursor, sequence);

    /// <summary>A session read or moved the cursor. Time 0 = not known yet.</summary>
    public void CursorAt(long sequence, long timeNs)
    {
        Volatile.Write(ref _cursorTimeNs, timeNs);
        Volatile.Write(ref _cursor, sequence);
        Saw(sequence);
        Volatile.Write(ref _databaseError, null);
        PersistenceMetrics.Cursor.Set(sequence);
        PersistenceMetrics.Connected.Set(1);
        ShowLag();
    }

    public void DatabaseFailed(string error)
    {
        Volatile.Write(ref _databaseError, error);
        PersistenceMetrics.Connected.Set(0);
    }

    public void LogEndsAt(long sequence, long timeNs)
    {
        Volatile.Write(ref _logEndTimeNs, timeNs);
        Volatile.Write(ref _logEnd, sequence);
        PersistenceMetrics.LogEnd.Set(LogEnd);
        ShowLag();
    }

    public void MirrorAt(long sequence)
    {
        Volatile.Write(ref _mirrorSequence, sequence);
        Volatile.Write(ref _mirrorError, null);
        PersistenceMetrics.MirrorSequence.Set(sequence);
    }

    public void MirrorFailed(string error) => Volatile.Write(ref _mirrorError, error);

    /// <summary>The replica shows rows up to here.</summary>
    public void ReplicaAt(long sequence)
    {
        Volatile.Write(ref _replicaCursor, sequence);
        Volatile.Write(ref _replica, "ok");
        PersistenceMetrics.ReplicaCursor.Set(sequence);
        PersistenceMetrics.ReplicaLagFrames.Set(Math.Max(0, Cursor - sequence));
        PersistenceMetrics.ReplicaConnected.Set(1);
    }

    public void ReplicaFailed(string error)
    {
        Volatile.Write(ref _replica, error);
        PersistenceMetrics.ReplicaConnected.Set(0);
    }

    /// <summary>The mirror is no part of readiness: the venue runs without it (RED-01).</summary>
    public HealthReport Report(bool mirrored) => new(IsReady, new Dictionary<string, object?>
    {
        ["cursor"] = Cursor,
        ["logEnd"] = LogEnd,
        ["lagFrames"] = LagFrames,
        ["lagSeconds"] = Math.Round(LagSeconds, 3),
        ["databaseError"] = Volatile.Read(ref _databaseError),
        ["mirror"] = mirrored ? Volatile.Read(ref _mirrorError) ?? "ok" : "off",
        ["mirrorSequence"] = Volatile.Read(ref _mirrorSequence),
        ["replica"] = Volatile.Read(ref _replica),
        ["replicaCursor"] = Volatile.Read(ref _replicaCursor),
    });

    private void Saw(long sequence) => Volatile.Write(ref _seen, Math.Max(Volatile.Read(ref _seen), sequence));

    private void ShowLag()
    {
        PersistenceMetrics.LagFrames.Set(LagFrames);
        PersistenceMetrics.LagSeconds.Set(LagSeconds);
    }
}
