using DexExtra.Journal.Storage;

namespace DexExtra.Journal.EventLog;

/// <summary>
/// Makes published records durable from outside the writer, which never syncs. Any process, beside the writer: the
/// pages of a file are the same for all who have it open.
/// </summary>
public static class EventLogSync
{
    /// <summary>
    /// Puts every segment that holds records from one sequence to another on stable storage, then the folder.
    /// </summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public static void Run(IStorage storage, string folder, long firstSequence, long lastSequence)
    {
        List<long> segments = EventLogFormat.ListSegments(storage, folder);
        int start = Math.Max(0, segments.FindLastIndex(first => first <= firstSequence));
        for (int index = start; index < segments.Count && segments[index] <= lastSequence; index++)
        {
            using IStorageFile file = storage.Open(
                EventLogFormat.SegmentPath(folder, segments[index]), StorageOpenMode.ReadWrite);
            file.SyncData();
        }
        storage.SyncFolder(folder);
    }
}
