namespace DexExtra.Bench;

/// <summary>What a <see cref="BenchVenue"/> is made of.</summary>
internal sealed record BenchVenueOptions
{
    private const int DefaultFeedClients = 10_000;

    /// <summary>Where its folder is made, on the disk that is measured; null: among the temporary ones.</summary>
    public string? Folder { get; init; }

    /// <summary>Markets 1, 2, … of the same terms.</summary>
    public int Markets { get; init; } = 1;

    /// <summary>Room for so many feed connections.</summary>
    public int FeedClients { get; init; } = DefaultFeedClients;

    /// <summary>Of the engine's stages; 0 is none.</summary>
    public int RealTimePriority { get; init; }

    /// <summary>As the command line has them.</summary>
    public static BenchVenueOptions Of(Arguments arguments) => new()
    {
        Folder = arguments.Text("--folder"),
        RealTimePriority = arguments.Number("--real-time", 0, least: 0),
    };
}
