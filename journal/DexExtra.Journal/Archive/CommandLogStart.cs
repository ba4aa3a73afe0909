using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// Where the part of a command log that is still in its folder begins: behind the last archived segment. The first
/// batch there must continue exactly these numbers.
/// </summary>
public sealed record CommandLogStart(
    long SegmentNumber, long LastSequence, long Batches, uint BatchCrc, long Epoch)
{
    /// <summary>Nothing was archived: the log begins with segment 1, batch 1, sequence 1.</summary>
    public static CommandLogStart Beginning { get; } = new(0, 0, 0, Crc32C.Seed, 0);

    /// <exception cref="StorageException">The manifest is damaged or cannot be read.</exception>
    public static CommandLogStart Read(IStorage storage, string folder)
        => ArchiveManifest.Read(storage, folder) is [.., var last]
            ? new CommandLogStart(last.Number, last.LastSequence, last.Batches, last.Crc, last.Epoch)
            : Beginning;
}
