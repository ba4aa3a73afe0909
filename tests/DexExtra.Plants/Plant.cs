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

    /// <summary>The project whose tests judge it, where tests do.</summary>
    public string? Suite { get; init; }

    /// <summary>Classes of tests, or Class.Method, of which one must fail with it; where tests judge it.</summary>
    public string[]? Judges { get; init; }

    /// <summary>Null before it was found for the first time.</summary>
    public FindingRun? Run { get; init; }

    /// <summary>A text with the wrong line in place of the right one.</summary>
    /// <exception cref="PlantException">The right one is not there once.</exception>
    public string GrowIn(string text)
    {
        var parts = text.Split(Find);
        return parts.Length == 2
            ? string.Join(Put, parts)
            : throw new PlantException($"its text occurs {parts.Length - 1} times in {File}, not once");
    }
}
