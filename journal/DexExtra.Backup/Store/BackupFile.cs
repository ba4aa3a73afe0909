namespace DexExtra.Backup.Store;

/// <summary>
/// One file of a backup: where it stands under the data folder, and the object that holds its bytes. Sequences are
/// those of a segment or a snapshot, 0 for everything else; the last segment's are those of its kept part.
/// </summary>
internal sealed record BackupFile
{
    /// <summary>Relative to the data folder, with slashes.</summary>
    public required string Path { get; init; }

    public required long Bytes { get; init; }

    /// <summary>Of the bytes, lower-case hexadecimal; also the object's name.</summary>
    public required string Sha256 { get; init; }

    public long FirstSequence { get; init; }

    public long LastSequence { get; init; }
}
