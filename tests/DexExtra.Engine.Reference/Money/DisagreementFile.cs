using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;

namespace DexExtra.Engine.Reference.Money;

/// <summary>
/// Makes a disagreement small and writes it down: the commands as a scenario, and as text with all events and the number
/// that disagrees.
/// </summary>
/// <param name="folder">Where; made if it is not there.</param>
/// <param name="trialsMax">Replays to make it smaller, at most; 0 = as it is.</param>
/// <param name="say">Takes lines for the one who waits.</param>
public sealed class DisagreementFile(string folder, int trialsMax, Action<string> say)
{
    private const int ShownLines = 60;

    /// <summary>The commands that are left.</summary>
    public IReadOnlyList<RecordedCommand> Write(MoneyRun run, Difference difference)
    {
        say($"seed {run.Seed} profile {run.Profile.Name} command {difference.Sequence}: {difference.What}");
        Save(run, run.Commands); // at once: whoever waits may lose patience while it shrinks
        if (trialsMax == 0)
        {
            return run.Commands;
        }

        var shrinker = new Shrinker(run.Replay, trialsMax);
        var commands = shrinker.Shrink(run.Commands);
        say($"seed {run.Seed}: {run.Commands.Count} commands shrunk to {commands.Count} in {shrinker.Trials} trials");
        Save(run, commands);
        return commands;
    }

    private void Save(MoneyRun run, IReadOnlyList<RecordedCommand> commands)
    {
        var stamped = Sequencer.Stamp(commands);
        var difference = run.Replay(stamped);
        var path = Path.Combine(folder, $"money-{run.Profile.Name}-{run.Seed}");
        var title = $"seed {run.Seed}, profile {run.Profile.Name}: {difference?.What}";
        Directory.CreateDirectory(folder);
        File.WriteAllLines(path + ".jsonl", ScenarioWriter.Write(title, run.Profile.Options, stamped, null));
        File.WriteAllLines(path + ".txt", run.Describe(stamped));
        say($"written: {path}.jsonl, {path}.txt; again: ./run.sh money --profile {run.Profile.Name} --seed {run.Seed} "
            + $"--commands {run.Commands.Count} --life {run.Commands.Count}");
        foreach (var line in difference?.Engine.Take(ShownLines) ?? [])
        {
            say("    " + line);
        }
    }
}
