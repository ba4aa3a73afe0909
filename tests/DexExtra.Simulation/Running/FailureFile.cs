using System.Globalization;
using DexExtra.Simulation.Kernel;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Running;

/// <summary>What is written about a seed that fails: the seed, the hash, the last actions, the smallest trace.</summary>
internal static class FailureFile
{
    private const int LastActions = 200;

    /// <summary>Returns the path of the file.</summary>
    public static string Write(string folder, SeedRun run, SeedOutcome outcome, Workbench bench)
    {
        Directory.CreateDirectory(folder);
        var path = Path.Combine(
            folder, string.Create(CultureInfo.InvariantCulture, $"simulation-{run.Mode}-{run.Seed}.txt"));
        IReadOnlyList<SimAction> played = [.. run.Actions.Take(outcome.Actions + 1)];
        var smallest = new Minimiser(run, bench, outcome.Promise!).Run(played);
        File.WriteAllLines(path,
        [
            $"{Line(run, outcome)}",
            $"faults: {string.Join(' ', run.Plan.Faults)}",
            $"the last {LastActions} lines of {played.Count} actions:",
            .. Trail(run, played, bench).TakeLast(LastActions),
            string.Empty,
            $"the smallest trace that still fails has {smallest.Count} actions:",
            .. Trail(run, smallest, bench),
        ]);
        return path;
    }

    /// <summary>One line for a seed.</summary>
    public static string Line(SeedRun run, SeedOutcome outcome) => string.Create(
        CultureInfo.InvariantCulture,
        $"{run.Mode,-6} {run.Seed,8} {outcome.TraceHash:x16} {outcome.Commands,5} commands {outcome.Matches,4} matches ")
        + (outcome.IsFailure ? $"FAILED {outcome.What}"
            : outcome.Refusal is null ? "ok" : $"refused: {outcome.Refusal}");

    private static List<string> Trail(SeedRun run, IReadOnlyList<SimAction> actions, Workbench bench)
    {
        var lines = new List<string>();
        run.Play(bench, actions, lines.Add);
        return lines;
    }
}
