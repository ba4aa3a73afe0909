using System.Globalization;
using DexExtra.Simulation.Kernel;

namespace DexExtra.Simulation.Running;

/// <summary>
/// tests/vectors/seeds.txt: seeds that failed once, played first by every run for ever. A line is a mode, a seed, and
/// why; # begins a comment.
/// </summary>
internal static class SeedFile
{
    private static string PathOf(string root) => Path.Combine(root, "tests", "vectors", "seeds.txt");

    public static IReadOnlyList<(SimMode Mode, int Seed)> Read(string root) =>
    [
        .. File.ReadAllLines(PathOf(root))
            .Select(static line => line.Split('#')[0].Split(' ', StringSplitOptions.RemoveEmptyEntries))
            .Where(static words => words.Length >= 2)
            .Select(static words => (
                Enum.Parse<SimMode>(words[0]), int.Parse(words[1], CultureInfo.InvariantCulture))),
    ];

    /// <summary>Adds a seed unless it is there.</summary>
    public static void Add(string root, SeedRun run, SeedOutcome outcome)
    {
        if (!Read(root).Contains((run.Mode, run.Seed)))
        {
            File.AppendAllText(PathOf(root), string.Create(
                CultureInfo.InvariantCulture, $"{run.Mode} {run.Seed} # {outcome.Promise}\n"));
        }
    }
}
