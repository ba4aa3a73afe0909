using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Plants;

/// <summary>
/// What <see cref="CompiledEngine"/> calls beside each compiled engine: one differential run, with nothing but plain
/// values going in and out.
/// </summary>
internal static class Trial
{
    /// <summary>The number of the command at which engine and reference part, and how; 0 where they agree.</summary>
    public static (int Commands, string What) Run(string profile, int seed, int commands)
    {
        var run = new DifferentialRun(StreamProfile.Draw(profile, seed), seed, EngineAndReference.Of);
        var difference = run.Run(commands);
        return difference is null ? (0, string.Empty) : (run.Commands.Count, difference.What);
    }
}
