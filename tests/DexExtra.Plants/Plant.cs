namespace DexExtra.Plants;

/// <summary>One wrong line, and the run that is known to find it.</summary>
internal sealed record Plant
{
    public required string Name { get; init; }

    /// <summary>The part of the rules that it breaks.</summary>
    public required string Family { get; init; }

    /// <summary>Path from the root of the repository.</summary>
    public required string File { get; init; }

    /// <summary>The right text; occurs exactly once in the file, so that a plant never rots unseen.</summary>
    public required string Find { get; init; }

    public required string Put { get; init; }

    /// <summary>Classes of tests that must fail with it; of a plant in the journal.</summary>
    public string[]? Judges { get; init; }

    /// <summary>Null before it was found for the first time.</summary>
    public FindingRun? Run { get; init; }
}
