namespace DexExtra.Snapshots.Files;

/// <summary>
/// A snapshot cannot be used: damaged, of another build or other options. Never fatal: an older one or the log alone
/// gives the same state. The message is one complete line (P11).
/// </summary>
public sealed class SnapshotException(string path, long offset, string reason)
    : Exception($"snapshot: {path} offset {offset}: {reason}")
{
    public string Path { get; } = path;

    /// <summary>Byte offset in the file.</summary>
    public long Offset { get; } = offset;

    public string Reason { get; } = reason;
}
