using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Money;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Plants;

/// <summary>
/// What <see cref="CompiledEngine"/> calls beside each compiled engine: one run, with nothing but plain values going in
/// and out.
/// </summary>
internal static class Trial
{
    private const int ShrinkTrialsMax = 4_000;

    /// <summary>The number of the command at which the engine and its judge part, and how; 0 where they agree.</summary>
    public static (int Commands, string What) Run(string judge, string profile, int seed, int commands) =>
        judge == Judge.Money.Name ? Money(profile, seed, commands) : Reference(profile, seed, commands);

    /// <summary>Writes the smallest list of commands that shows a disagreement of money; returns what it says of it.</summary>
    public static string[] Shrink(string profile, int seed, int commands, string folder)
    {
        var lines = new List<string>();
        var run = new MoneyRun(MoneyProfile.Draw(profile, seed), seed);
        if (run.Run(commands) is { } difference)
        {
            new DisagreementFile(folder, ShrinkTrialsMax, lines.Add).Write(run, difference);
        }

        return [.. lines];
    }

    private static (int Commands, string What) Reference(string profile, int seed, int commands)
    {
        var run = new DifferentialRun(StreamProfile.Draw(profile, seed), seed, EngineAndReference.Of);
        return Result(run.Run(commands), run.Commands.Count);
    }

    private static (int Commands, string What) Money(string profile, int seed, int commands)
    {
        var run = new MoneyRun(MoneyProfile.Draw(profile, seed), seed);
        return Result(run.Run(commands), run.Commands.Count);
    }

    private static (int Commands, string What) Result(Difference? difference, int commands) =>
        difference is null ? (0, string.Empty) : (commands, difference.What);
}
