using DexExtra.Hosting;
using DexExtra.Journal.Archive;

namespace DexExtra.Journal.Tool;

/// <summary>The section "retention" of the configuration; without it nothing is ever archived.</summary>
internal sealed record RetentionSection : IConfigSection
{
    /// <summary>Absolute folder, best on another disk; null keeps everything where it is.</summary>
    public string? ArchiveFolder { get; init; }

    /// <summary>Newest segments of each log that stay, whatever a snapshot covers.</summary>
    public int KeepSegments { get; init; } = 16;

    /// <summary>GiB of each log that stay.</summary>
    public int KeepGiB { get; init; }

    /// <summary>Days that a segment stays after its last write.</summary>
    public int KeepDays { get; init; }

    /// <summary>
    /// Followers that read the event log: each keeps its cursor, one decimal number, in the file of its name in
    /// dataFolder/cursors. One without a file needs everything, so that no event segment goes.
    /// </summary>
    public string[] EventConsumers { get; init; } = ["gateway", "persistence", "redis", "settlement"];

    public RetentionRules Rules => new()
    {
        KeepSegments = KeepSegments,
        KeepBytes = (long)KeepGiB << 30,
        KeepAge = TimeSpan.FromDays(KeepDays),
    };

    public string? Validate() =>
        ArchiveFolder is not null && !Path.IsPathFullyQualified(ArchiveFolder)
            ? "archiveFolder must be an absolute path"
        : KeepSegments < RetentionRules.MinSegments ? $"keepSegments must be at least {RetentionRules.MinSegments}"
        : KeepGiB is < 0 or > 1 << 20 ? "keepGiB must be 0…1048576"
        : KeepDays is < 0 or > 36_500 ? "keepDays must be 0…36500"
        : EventConsumers.Any(name => name != Path.GetFileName(name) || name.Length == 0)
            ? "eventConsumers must be names of files"
        : null;
}
