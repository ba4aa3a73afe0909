using System.Diagnostics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;
using DexExtra.Engine;
using DexExtra.Journal.CommandLog;
using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;

namespace DexExtra.Snapshots.Making;

/// <summary>
/// Makes the next snapshot: newest usable one, the commands behind it, proof, file, verification, name. Between two
/// snapshots it holds no engine. One thread; beside a running engine and its writers, but the only one of its kind: the
/// caller holds the folder's lock.
/// </summary>
/// <param name="storage">Where command log and snapshots are.</param>
/// <param name="folders">The venue's folders.</param>
/// <param name="options">What the venue's engine is made with.</param>
/// <param name="report">Takes one line for every snapshot that is passed over.</param>
public sealed class SnapshotMaker(
    IStorage storage, VenueFolders folders, EngineOptions options, Action<string> report)
{
    private readonly SnapshotFolder _folder = new(storage, folders.Snapshots);

    /// <summary>Where the event log is; usually the real disk.</summary>
    public IMappedStorage Events { get; init; } = FileStorage.Instance;

    /// <summary>Whether the event log can be made durable at all.</summary>
    public UnsyncedEvents Unsynced { get; init; } = UnsyncedEvents.Of(storage, folders.Snapshots);

    /// <summary>False for engines so small that giving their memory back costs more than it brings.</summary>
    public bool ReleasesMemory { get; init; } = true;

    /// <summary>Seed of the hash tables of the first snapshot; null: a new one, which strangers cannot know.</summary>
    public ulong? FirstHashSeed { get; init; }

    /// <summary>
    /// The snapshot of the last whole batch that is published; null when the newest one has it already.
    /// </summary>
    /// <exception cref="ProofFailedException">The published events are not what the commands give.</exception>
    /// <exception cref="RecoveryRefusedException">The command log is damaged.</exception>
    /// <exception cref="EventLogCorruptException">The event log is damaged.</exception>
    /// <exception cref="StorageException">The disk refuses: no new snapshot, the old ones are as they were.</exception>
    /// <exception cref="SnapshotException">
    /// What was written reads back differently: it gets no name. Or a sync of the event log has failed before.
    /// </exception>
    /// <exception cref="OperationCanceledException">Asked to stop.</exception>
    public SnapshotReport? Make(long published, CancellationToken stopping)
    {
        try
        {
            return Write(published, stopping) is { } written ? Publish(written.Report, written.Content) : null;
        }
        finally
        {
            ReleaseMemory();
        }
    }

    [MethodImpl(MethodImplOptions.NoInlining)]
    private (SnapshotReport Report, ContentSummary Content)? Write(long published, CancellationToken stopping)
    {
        Unsynced.DemandNone();
        var begun = Stopwatch.GetTimestamp();
        var start = EngineSnapshot.LoadNewest(storage, folders.Snapshots, options, report, out _) ?? Fresh();
        var first = start.Header?.Sequence ?? 0;
        var loaded = Stopwatch.GetTimestamp();
        using var replay = new ProofReplay(start, Events, folders.Events, stopping);
        if (replay.Run(storage, folders.Journal, published) is not { } anchor || anchor.LastSequence == first)
        {
            return null;
        }

        var replayed = Stopwatch.GetTimestamp();
        start.Engine.Audit();
        var header = new SnapshotHeader
        {
            TimestampNs = replay.TimestampNs,
            StateHash = start.Engine.StateHash(),
            HashSeed = start.HashSeed,
            Anchor = anchor,
            EventCrc = replay.EventCrc,
            Streams = replay.Streams,
            Build = SnapshotBuild.Current,
        };

        // a snapshot says that the event log is durable up to it: only then may a start begin there
        SyncEvents(Math.Max(1, first), anchor.LastSequence);
        var path = _folder.Begin();
        var content = WriteFile(path, header, start);
        var made = new SnapshotReport
        {
            Path = path,
            Header = header,
            Commands = anchor.LastSequence - first,
            FileBytes = LengthOf(path),
            ImageBytes = content.Bytes,
            Loading = Stopwatch.GetElapsedTime(begun, loaded),
            Replaying = Stopwatch.GetElapsedTime(loaded, replayed),
            Writing = Stopwatch.GetElapsedTime(replayed),
            Verifying = TimeSpan.Zero,
        };
        return (made, content);
    }

    private void SyncEvents(long first, long last)
    {
        try
        {
            EventLogSync.Run(Events, folders.Events, first, last);
        }
        catch (StorageException)
        {
            Unsynced.Remember();
            throw;
        }
    }

    /// <summary>Reads the file back into a fresh engine and proves all of it, before anybody can see it.</summary>
    [MethodImpl(MethodImplOptions.NoInlining)]
    private SnapshotReport Publish(SnapshotReport written, ContentSummary content)
    {
        ReleaseMemory();
        var begun = Stopwatch.GetTimestamp();
        var copy = EngineSnapshot.Load(storage, written.Path, options);
        if (SnapshotFile.Summarize(copy.Image) != content)
        {
            throw new SnapshotException(written.Path, 0, "the engine read back is not the one that was written");
        }

        var path = _folder.Publish(written.Header);
        return written with { Path = path, Verifying = Stopwatch.GetElapsedTime(begun) };
    }

    private ContentSummary WriteFile(string path, SnapshotHeader header, EngineSnapshot start)
    {
        try
        {
            return SnapshotFile.Write(storage, path, header, start.Image);
        }
        catch (StorageException)
        {
            DiscardQuietly();
            throw;
        }
    }

    private void DiscardQuietly()
    {
        try
        {
            _folder.Discard();
        }
        catch (StorageException error)
        {
            report(error.Message); // the next snapshot removes it
        }
    }

    private long LengthOf(string path)
    {
        using var file = storage.Open(path, StorageOpenMode.Read);
        return file.LengthBytes;
    }

    /// <summary>The seed keeps strangers from choosing colliding ids; later snapshots inherit it.</summary>
    private EngineSnapshot Fresh() => EngineSnapshot.Fresh(options with
    {
        HashSeed = FirstHashSeed ?? BitConverter.ToUInt64(RandomNumberGenerator.GetBytes(sizeof(ulong))),
    });

    private void ReleaseMemory()
    {
        if (ReleasesMemory)
        {
            GC.Collect(GC.MaxGeneration, GCCollectionMode.Aggressive, blocking: true, compacting: true);
        }
    }
}
