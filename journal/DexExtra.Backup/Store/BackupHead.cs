namespace DexExtra.Backup.Store;

/// <summary>First line of a manifest: what the backup is of, and the state that its log must give.</summary>
internal sealed record BackupHead
{
    public const string CurrentFormat = "dexextra backup 1";

    public required string Format { get; init; }

    /// <summary>Name of the venue.</summary>
    public required string Venue { get; init; }

    /// <summary>UTC.</summary>
    public required string At { get; init; }

    /// <summary>Last command in it: the end of a batch of the command log.</summary>
    public required long Sequence { get; init; }

    /// <summary>Of the engine behind that command, 16 hexadecimal digits.</summary>
    public required string StateHash { get; init; }

    /// <summary>The build that made it: its snapshots belong to it.</summary>
    public required string Build { get; init; }

    /// <summary>An option of the engine that gives the log its meaning.</summary>
    public required bool NettedSettlement { get; init; }

    /// <summary>Size of the event log's segments, so that it is rebuilt byte for byte.</summary>
    public required int EventSegmentBytes { get; init; }

    /// <summary>What of the data folder is not in it, with the reason.</summary>
    public required IReadOnlyList<string> Excluded { get; init; }
}
