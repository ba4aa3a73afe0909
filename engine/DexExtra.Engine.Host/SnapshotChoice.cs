using DexExtra.Journal.EventLog;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots;

namespace DexExtra.Engine.Host;

/// <summary>
/// Which snapshot a start begins with: the newest whose frame the event log still holds. A rotten segment costs the
/// snapshots behind its damage, one line each, not all of them (JRN-16).
/// </summary>
internal static class SnapshotChoice
{
    /// <param name="newest">The newest usable one; null when there is none.</param>
    /// <param name="eventLog">Opened with its mark.</param>
    /// <param name="storage">Where the older ones are.</param>
    /// <param name="folder">The folder of snapshots.</param>
    /// <param name="options">What the engine would be made with.</param>
    /// <param name="report">Takes the lines.</param>
    /// <exception cref="StorageException">The disk refuses to read.</exception>
    public static EngineSnapshot? Held(
        EngineSnapshot? newest, EventLogWriter eventLog, IStorage storage, string folder, EngineOptions options,
        Action<string> report)
    {
        if (newest is null || eventLog.HoldsMark)
        {
            return newest;
        }

        for (var snapshot = newest; snapshot is not null;)
        {
            if (eventLog.Holds(snapshot.Header!.Mark))
            {
                return snapshot;
            }

            var sequence = snapshot.Header.Sequence;
            report($"the event log does not hold sequence {sequence} of the snapshot: it is not used");
            snapshot = EngineSnapshot.LoadNewestBelow(storage, folder, options, sequence, report);
        }

        report("no snapshot is left: the whole command log is replayed");
        return null;
    }
}
