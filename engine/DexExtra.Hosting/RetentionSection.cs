namespace DexExtra.Hosting;

/// <summary>The section "retention" of the configuration; without it nothing is ever archived.</summary>
public sealed record RetentionSection : IConfigSection
{
    public const string SectionName = "retention";

    /// <summary>The newest segments always stay: there must be a durable batch to continue from.</summary>
    public const int MinKeepSegments = 2;

    private const int MaxKeepGiB = 1 << 20;
    private const int MaxKeepDays = 36_500;
    private const int MaxEveryMinutes = 7 * 24 * 60;

    /// <summary>Absolute folder, best on another disk; null keeps everything where it is.</summary>
    public string? ArchiveFolder { get; init; }

    /// <summary>The checkpoint process archives this often, minutes; 0: only the operator's own jobs do.</summary>
    public int EveryMinutes { get; init; }

    /// <summary>Newest segments of each log that stay, whatever a snapshot covers.</summary>
    public int KeepSegments { get; init; } = 16;

    /// <summary>GiB of each log that stay.</summary>
    public int KeepGiB { get; init; }

    /// <summary>Days that a segment stays after its last write.</summary>
    public int KeepDays { get; init; }

    /// <summary>
    /// Followers that read the event log: each keeps its cursor in the file of its name in dataFolder/cursors. One
    /// without a file needs everything, so that no event segment goes.
    /// </summary>
    public string[] EventConsumers { get; init; } = ["gateway", "persistence", "redis", "settlement"];

    /// <summary>Archived segments of the command log; null without an archive.</summary>
    public string? JournalArchive => ArchiveFolder is null ? null : Path.Combine(ArchiveFolder, "journal");

    /// <summary>Archived segments of the event log; null without an archive.</summary>
    public string? EventsArchive => ArchiveFolder is null ? null : Path.Combine(ArchiveFolder, "events");

    public string? Validate() =>
        ArchiveFolder is not null && !Path.IsPathFullyQualified(ArchiveFolder)
            ? "archiveFolder must be an absolute path"
        : EveryMinutes is < 0 or > MaxEveryMinutes ? "everyMinutes must be 0…10080"
        : EveryMinutes > 0 && ArchiveFolder is null ? "everyMinutes needs archiveFolder"
        : KeepSegments < MinKeepSegments ? $"keepSegments must be at least {MinKeepSegments}"
        : KeepGiB is < 0 or > MaxKeepGiB ? "keepGiB must be 0…1048576"
        : KeepDays is < 0 or > MaxKeepDays ? "keepDays must be 0…36500"
        : EventConsumers.Any(name => name != Path.GetFileName(name) || name.Length == 0)
            ? "eventConsumers must be names of files"
        : null;
}
