namespace DexExtra.Journal.Storage;

/// <summary>Storage whose files can be shared memory too: what the event log lives on. Any thread.</summary>
public interface IMappedStorage : IStorage
{
    /// <summary>Creates the file with all its disk blocks reserved and maps it for writing.</summary>
    /// <exception cref="StorageException">The file exists, the disk is full, or any other refusal.</exception>
    IMappedFile CreateMapped(string path, long lengthBytes);

    /// <summary>Null when the file does not exist or is empty.</summary>
    /// <exception cref="StorageException">It cannot be opened or mapped.</exception>
    IMappedFile? TryOpenMapped(string path, bool writable);
}
