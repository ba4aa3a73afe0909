namespace DexExtra.Simulation.Running;

/// <summary>One wrong line of the venue, and where the simulation looks for it.</summary>
internal sealed record VenuePlant
{
    public required string Name { get; init; }

    /// <summary>Path from the root of the repository; its second folder is the assembly. Empty: a simulated part
    /// misbehaves instead, where the real one talks to a real server.</summary>
    public string File { get; init; } = string.Empty;

    /// <summary>The right text; occurs exactly once in the file, so that a plant never rots unseen.</summary>
    public string Find { get; init; } = string.Empty;

    public string Put { get; init; } = string.Empty;

    public required string Mode { get; init; }
}
