using DexExtra.Engine.Reference.Scenarios;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>Where engine and reference part: the command, what is wrong, and both event lists as text.</summary>
public sealed record Difference(
    long Sequence, string What, IReadOnlyList<string> Engine, IReadOnlyList<string> Reference)
{
    public static IReadOnlyList<string> Lines(ReadOnlySpan<byte> frame) =>
        [.. EventJson.Describe(frame, new ScenarioNames()).Select(ScenarioText.Format)];
}
