using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;

namespace DexExtra.Differential;

/// <summary>Makes a difference small and writes it down as a scenario and as text.</summary>
internal sealed class DifferenceFile(DifferentialOptions options, Action<string> say)
{
    private const int ShrinkTrialsMax = 4_000;

    public void Write(DifferentialRun run, Difference difference)
    {
        say($"seed {run.Seed} profile {run.Profile.Name} command {difference.Sequence}: {difference.What}");
        Save(run, difference, run.Commands); // at once: whoever waits may lose patience while it shrinks
        if (options.Shrinks)
        {
            var shrinker = new Shrinker(run.Replay, ShrinkTrialsMax);
            var commands = shrinker.Shrink(run.Commands);
            say($"seed {run.Seed}: {run.Commands.Count} commands shrunk to {commands.Count} in {shrinker.Trials} trials");
            Save(run, difference, commands);
        }
    }

    private void Save(DifferentialRun run, Difference difference, IReadOnlyList<RecordedCommand> commands)
    {
        var stamped = Sequencer.Stamp(commands);
        difference = run.Replay(stamped) ?? difference;
        var path = Path.Combine(options.Output, $"difference-{run.Profile.Name}-{run.Seed}");
        var title = $"seed {run.Seed}, profile {run.Profile.Name}: {difference.What}";
        var lines = ScenarioWriter.Write(title, run.Profile.Options, stamped, Expected(run, difference));
        Directory.CreateDirectory(options.Output);
        File.WriteAllLines(path + ".jsonl", lines);
        File.WriteAllLines(path + ".txt", Text(difference));
        say($"written: {path}.jsonl, {path}.txt");
        foreach (var line in Text(difference).Take(60))
        {
            say("    " + line);
        }
    }

    /// <summary>The reference gives the expectations, unless it is what failed.</summary>
    private static ReferenceVenue? Expected(DifferentialRun run, Difference difference) =>
        difference.What.StartsWith("the reference failed", StringComparison.Ordinal)
            ? null
            : new ReferenceVenue(run.Profile.Options);

    private static IEnumerable<string> Text(Difference difference)
    {
        yield return $"command {difference.Sequence}: {difference.What}";
        yield return "--- reference";
        foreach (var line in difference.Reference)
        {
            yield return (difference.Engine.Contains(line) ? "  " : "- ") + line;
        }

        yield return "+++ engine";
        foreach (var line in difference.Engine)
        {
            yield return (difference.Reference.Contains(line) ? "  " : "+ ") + line;
        }
    }
}
