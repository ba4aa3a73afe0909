using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// Where the part of an event log that is still in its folder begins: behind the last archived segment.
/// </summary>
public sealed record EventLogStart(long LastSequence, uint RecordCrc)
{
    /// <summary>Nothing was archived: the log begins with sequence 1.</summary>
    public static EventLogStart Beginning { get; } = new(0, Crc32C.Seed);

    /// <exception cref="StorageException">The manifest is damaged or cannot be read.</exception>
    public static EventLogStart Read(IStorage storage, string folder)
        => ArchiveManifest.Read(storage, folder) is [.., var last]
            ? new EventLogStart(last.LastSequence, last.Crc)
            : Beginning;
}
