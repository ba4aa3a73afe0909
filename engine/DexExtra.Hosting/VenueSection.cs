using System.Text.Json.Serialization;

namespace DexExtra.Hosting;

/// <summary>The section "venue", shared by every process of one deployment.</summary>
public sealed record VenueSection : IConfigSection
{
    /// <summary>Name of the deployment in logs and metrics.</summary>
    public required string Name { get; init; }

    /// <summary>Absolute folder of everything that must survive: journal, events, snapshots, outbox.</summary>
    public required string DataFolder { get; init; }

    /// <summary>Absolute folder of shared memory: transport streams and doorbells.</summary>
    public required string RunFolder { get; init; }

    /// <summary>The command log.</summary>
    public string JournalFolder => Path.Combine(DataFolder, "journal");

    /// <summary>The event log.</summary>
    public string EventsFolder => Path.Combine(DataFolder, "events");

    /// <summary>Snapshots of the engine.</summary>
    public string SnapshotsFolder => Path.Combine(DataFolder, "snapshots");

    /// <summary>One small file per follower of the event log: how far it is.</summary>
    public string CursorsFolder => Path.Combine(DataFolder, "cursors");

    /// <summary>Where closed event segments are moved, from the section "retention"; null when nothing is.</summary>
    [JsonIgnore]
    public string? EventsArchiveFolder { get; init; }

    /// <summary>One stream per producer process.</summary>
    public string StreamsFolder => Path.Combine(RunFolder, "streams");

    /// <summary>Rung by producers, awaited by the engine.</summary>
    public string EngineDoorbell => Path.Combine(RunFolder, "engine.doorbell");

    /// <summary>Rung by the engine, awaited by every follower of the event log.</summary>
    public string EventsDoorbell => Path.Combine(RunFolder, "events.doorbell");

    public string? Validate() =>
        string.IsNullOrWhiteSpace(Name) ? "name must not be empty"
        : !Path.IsPathFullyQualified(DataFolder) ? "dataFolder must be an absolute path"
        : !Path.IsPathFullyQualified(RunFolder) ? "runFolder must be an absolute path"
        : null;
}
