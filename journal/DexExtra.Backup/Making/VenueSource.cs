using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using DexExtra.Engine;
using DexExtra.Hosting;

namespace DexExtra.Backup.Making;

/// <summary>Where the venue keeps what is backed up, by its configuration. Immutable.</summary>
internal sealed partial class VenueSource
{
    private readonly JsonObject _config;

    /// <exception cref="ConfigurationException">The configuration is wrong.</exception>
    public VenueSource(string configFile, EngineOptions options)
    {
        ConfigFile = Path.GetFullPath(configFile);
        string[] arguments = ["--config", ConfigFile];
        Venue = VenueConfig.Load<VenueSection>(arguments, "venue").Venue;
        NettedSettlement = VenueConfig.Flag(arguments, "engine", "nettedSettlement");
        EngineOptions = options with { NettedSettlement = NettedSettlement };
        _config = (JsonObject)JsonNode.Parse(File.ReadAllText(ConfigFile))!;
    }

    public string ConfigFile { get; }

    public VenueSection Venue { get; }

    public bool NettedSettlement { get; }

    public EngineOptions EngineOptions { get; }

    /// <summary>Archived segments of the command log; null when the venue archives nothing.</summary>
    public string? JournalArchive =>
        (_config["retention"] as JsonObject)?["archiveFolder"]?.GetValue<string>() is { } folder
            ? Path.Combine(folder, "journal")
            : null;

    /// <summary>The configuration without passwords.</summary>
    public byte[] ConfigWithoutSecrets()
    {
        var copy = JsonNode.Parse(_config.ToJsonString())!;
        if (copy["persistence"] is JsonObject persistence && persistence["postgres"] is JsonValue connection)
        {
            persistence["postgres"] = Password().Replace(connection.GetValue<string>(), string.Empty);
        }

        return JsonSerializer.SerializeToUtf8Bytes(copy, Indented);
    }

    private static JsonSerializerOptions Indented { get; } = new() { WriteIndented = true };

    [GeneratedRegex("(?i)\\bpassword\\s*=[^;]*;?")]
    private static partial Regex Password();
}
