using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Messages.Text;

namespace DexExtra.Engine.Reference.Differential;

/// <summary>Where engine and reference part: the command, what is wrong, and both event lists as text.</summary>
public sealed record Difference(
    long Sequence, string What, IReadOnlyList<string> Engine, IReadOnlyList<string> Reference)
{
    /// <summary>What kind of difference it is, where that is not the beginning of <see cref="What"/>.</summary>
    public string? Kind { get; init; }

    public static IReadOnlyList<string> Lines(ReadOnlySpan<byte> frame) =>
        [.. EventJson.Describe(frame, new ScenarioNames()).Select(ScenarioText.Format)];
}
