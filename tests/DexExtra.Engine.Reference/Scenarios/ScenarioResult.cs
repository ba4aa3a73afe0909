namespace DexExtra.Engine.Reference.Scenarios;

/// <summary>
/// What a scenario gave: its output (each command with its events), the differences with their line numbers, and the
/// file again with the actual events as expectations.
/// </summary>
public sealed record ScenarioResult(
    IReadOnlyList<string> Output, IReadOnlyList<string> Differences, IReadOnlyList<string> Recorded)
{
    /// <summary>Sequence of commands and their frames, for tools that look closer.</summary>
    public required IReadOnlyList<(byte[] Command, byte[] Frame)> Frames { get; init; }
}
