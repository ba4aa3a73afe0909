namespace DexExtra.Journal.Storage;

/// <summary>
/// A whole file as shared memory. The memory stays valid until disposal; the file must not shrink meanwhile. Who writes
/// where and when is the business of the users.
/// </summary>
public unsafe interface IMappedFile : IDisposable
{
    string Path { get; }

    long LengthBytes { get; }

    byte* Start { get; }

    /// <summary>Renames the file; the mapping stays.</summary>
    /// <exception cref="StorageException">The name cannot be given.</exception>
    void MoveTo(string path);
}
