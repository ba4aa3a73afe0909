using DexExtra.Hosting;

namespace DexExtra.Checkpoint;

/// <summary>The section "checkpoint" of the configuration.</summary>
internal sealed record CheckpointSection : IConfigSection
{
    /// <summary>Loopback port of /health and /metrics.</summary>
    public required int HealthPort { get; init; }

    /// <summary>A snapshot is due after this many commands…</summary>
    public int EveryCommands { get; init; } = 2_000_000;

    /// <summary>… or after this time, when there were at least <see cref="MinCommands"/>.</summary>
    public int EverySeconds { get; init; } = 300;

    public int MinCommands { get; init; } = 10_000;

    /// <summary>Pause after a snapshot that could not be made.</summary>
    public int RetrySeconds { get; init; } = 60;

    public string? Validate() =>
        HealthPort is < 1 or > 65_535 ? "healthPort must be 1…65535"
        : EveryCommands < 1 ? "everyCommands must be at least 1"
        : EverySeconds is < 1 or > 86_400 ? "everySeconds must be 1…86400"
        : MinCommands < 1 || MinCommands > EveryCommands ? "minCommands must be 1…everyCommands"
        : RetrySeconds is < 1 or > 3_600 ? "retrySeconds must be 1…3600"
        : null;
}
