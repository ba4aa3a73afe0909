namespace DexExtra.Journal.Storage;

/// <summary>
/// A file operation failed. Fatal by contract: the caller reports the one-line message and ends the process (exit code
/// 74), it never retries. <see cref="Errno"/> is 0 when the failure was seen without a system call (a handle refused
/// further use after an earlier failed sync).
/// </summary>
public sealed class StorageException : Exception
{
    public StorageException(string operation, string path, long offset, int errno, string? detail = null)
        : base(Describe(operation, path, offset, errno, detail))
    {
        Operation = operation;
        Path = path;
        Offset = offset;
        Errno = errno;
    }

    /// <summary>What was tried: "fdatasync", "pwrite", "open", …</summary>
    public string Operation { get; }

    public string Path { get; }

    /// <summary>Byte offset in the file; −1 where the operation has none.</summary>
    public long Offset { get; }

    public int Errno { get; }

    private static string Describe(string operation, string path, long offset, int errno, string? detail)
    {
        string at = offset >= 0 ? $" at offset {offset}" : "";
        string cause = errno != 0 ? Storage.Errno.Name(errno) : "refused";
        string more = detail is null ? "" : $" ({detail})";
        return $"storage: {operation} of {path}{at} failed: {cause}{more}";
    }
}
