using DexExtra.Engine;
using DexExtra.Hosting;

namespace DexExtra.Journal.Tool;

/// <summary>
/// Where the logs are: from the venue's configuration, or named one by one for a copy; and how the engine that wrote
/// them was made.
/// </summary>
internal sealed class LogPlaces
{
    private readonly string[] _config;
    private readonly bool _nettedSettlement;

    /// <exception cref="ToolException">
    /// Neither --config nor --journal is given, or the configuration is wrong.
    /// </exception>
    public LogPlaces(ToolArguments arguments)
    {
        _nettedSettlement = arguments.Has("--netted-settlement");
        _config = arguments.Text("--config") is { } config ? ["--config", config] : [];
        if (_config.Length > 0)
        {
            var (venue, retention) = Load(_config);
            Venue = venue;
            Retention = retention;
        }

        Journal = arguments.Text("--journal") ?? Venue?.JournalFolder
            ?? throw ToolException.Arguments("name the venue (--config FILE) or a copy of its log (--journal DIR)");
        Events = arguments.Text("--events") ?? (arguments.Text("--journal") is null ? Venue?.EventsFolder : null);
        if (arguments.Text("--archive") is { } archive)
        {
            Retention = Retention with { ArchiveFolder = archive };
        }
    }

    public VenueSection? Venue { get; }

    public RetentionSection Retention { get; } = new();

    public string Journal { get; }

    /// <summary>Null when only a command log was named.</summary>
    public string? Events { get; }

    /// <summary>Null when there is none.</summary>
    public string? JournalArchive => Retention.JournalArchive;

    /// <summary>Null when there is none.</summary>
    public string? EventsArchive => Retention.EventsArchive;

    /// <summary>
    /// The engine as the host makes it. The one place that knows which options give a log its meaning.
    /// </summary>
    /// <exception cref="ToolException">The configuration is wrong.</exception>
    public EngineOptions EngineOptions()
    {
        try
        {
            var netted = _config.Length > 0
                ? VenueConfig.Flag(_config, "engine", "nettedSettlement")
                : _nettedSettlement;
            return new EngineOptions { NettedSettlement = netted };
        }
        catch (ConfigurationException error)
        {
            throw ToolException.Arguments(error.Message);
        }
    }

    private static (VenueSection Venue, RetentionSection Retention) Load(string[] config)
    {
        try
        {
            return VenueConfig.Load(config, RetentionSection.SectionName, new RetentionSection());
        }
        catch (ConfigurationException error)
        {
            throw ToolException.Arguments(error.Message);
        }
    }
}
