namespace DexExtra.Journal.Storage;

/// <summary>How a file is opened.</summary>
public enum StorageOpenMode
{
    /// <summary>Existing file, reading only.</summary>
    Read = 1,

    /// <summary>New file (an existing one is an error), reading and writing, mode 0600.</summary>
    CreateNew = 2,

    /// <summary>Existing file, reading and writing.</summary>
    ReadWrite = 3,
}
