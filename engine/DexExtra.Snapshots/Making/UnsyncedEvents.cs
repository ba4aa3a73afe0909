using System.Text;
using DexExtra.Journal.Storage;
using DexExtra.Snapshots.Files;

namespace DexExtra.Snapshots.Making;

/// <summary>
/// Remembers that a sync of the event log failed. The kernel then takes its pages for written though the disk does not
/// have them: a second sync succeeds and proves nothing, until the machine has started anew and reads what is really
/// there. So there is no snapshot before that, whatever process asks. One thread.
/// </summary>
/// <param name="storage">Where the snapshots are.</param>
/// <param name="folder">Folder of the snapshots.</param>
/// <param name="boot">Names this start of the machine.</param>
public sealed class UnsyncedEvents(IStorage storage, string folder, string boot)
{
    /// <summary>Holds the start of the machine in which a sync failed.</summary>
    public const string FileName = "events.unsynced";

    private const string KernelFile = "/proc/sys/kernel/random/boot_id";
    private const int BootBytesMax = 64;

    private bool _isKnown;

    private string FilePath => Path.Combine(folder, FileName);

    public static UnsyncedEvents Of(IStorage storage, string folder) =>
        new(storage, folder, File.ReadAllText(KernelFile).Trim());

    /// <exception cref="SnapshotException">A sync of the event log failed since the machine started.</exception>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public void DemandNone()
    {
        if (_isKnown || IsOfThisBoot())
        {
            throw new SnapshotException(
                FilePath, 0, "a sync of the event log failed: no snapshot before the machine has started anew");
        }
    }

    /// <summary>A disk that refuses this too leaves it to this process to remember.</summary>
    /// <exception cref="StorageException">The disk refuses.</exception>
    public void Remember()
    {
        _isKnown = true;
        using (var file = storage.Open(FilePath, StorageOpenMode.CreateNew))
        {
            file.WriteAt(Encoding.ASCII.GetBytes(boot), 0);
            file.SyncData();
        }

        storage.SyncFolder(folder);
    }

    private bool IsOfThisBoot()
    {
        if (!storage.ListFiles(folder).Contains(FileName))
        {
            return false;
        }

        Span<byte> bytes = stackalloc byte[BootBytesMax];
        using (var file = storage.Open(FilePath, StorageOpenMode.Read))
        {
            bytes = bytes[..file.ReadAt(bytes, 0)];
        }

        if (Encoding.ASCII.GetString(bytes) == boot)
        {
            return true;
        }

        storage.Delete(FilePath);
        return false;
    }
}
