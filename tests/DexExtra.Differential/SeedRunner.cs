using System.Diagnostics;
using System.Globalization;
using DexExtra.Engine.Reference.Coverage;
using DexExtra.Engine.Reference.Differential;
using DexExtra.Engine.Reference.Scenarios;
using DexExtra.Engine.Reference.Streams;

namespace DexExtra.Differential;

/// <summary>Runs all seeds, a few at a time, says how far they are, and writes down what differs.</summary>
internal sealed class SeedRunner(DifferentialOptions options)
{
    private const int ShrinkTrialsMax = 4_000;
    private readonly Lock _lock = new();
    private readonly CoverageReport _coverage = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _commands;
    private int _seeds;
    private int _differences;

    /// <summary>The process exit code: 1 on a difference or where coverage is missing.</summary>
    public int Run()
    {
        using var timer = new Timer(_ => Report("running"), null, 5_000, 5_000);
        var seeds = Enumerable.Range(options.Seed, options.Seeds);
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, RunSeed);
        Report("done");
        foreach (var line in _coverage.Table().Concat(_coverage.AnswerTable()))
        {
            Console.WriteLine("  " + line);
        }

        var missing = _coverage.Missing();
        if (missing.Count > 0)
        {
            Console.WriteLine($"never reached: {string.Join(", ", missing)}");
        }

        return _differences > 0 || (options.NeedsCoverage && missing.Count > 0) ? 1 : 0;
    }

    private void RunSeed(int seed)
    {
        if (options.StopsAtFirst && Volatile.Read(ref _differences) > 0)
        {
            return;
        }

        var name = options.Profile ?? StreamProfile.Names[(seed & int.MaxValue) % StreamProfile.Names.Count];
        var run = new DifferentialRun(StreamProfile.Draw(name, seed), seed, options.IsReferenceOnly
            ? EngineAndReference.ReferenceOnly
            : EngineAndReference.Of);
        var difference = run.Run(Math.Max(options.Commands, run.Profile.CommandsMin), _ => Interlocked.Increment(ref _commands));
        lock (_lock)
        {
            _seeds++;
            _coverage.Add(run.Coverage);
        }

        if (difference is not null)
        {
            Interlocked.Increment(ref _differences);
            Write(run, difference);
        }
    }

    private void Write(DifferentialRun run, Difference difference)
    {
        Say($"seed {run.Seed} profile {run.Profile.Name} command {difference.Sequence}: {difference.What}");
        var commands = run.Commands;
        if (options.Shrinks)
        {
            var shrinker = new Shrinker(run.Replay, ShrinkTrialsMax);
            commands = shrinker.Shrink(commands);
            Say($"seed {run.Seed}: {run.Commands.Count} commands shrunk to {commands.Count} in {shrinker.Trials} trials");
        }

        var stamped = Sequencer.Stamp(commands);
        difference = run.Replay(stamped) ?? difference;
        var path = Path.Combine(options.Output, $"difference-{run.Profile.Name}-{run.Seed}");
        var title = $"seed {run.Seed}, profile {run.Profile.Name}: {difference.What}";
        var lines = ScenarioWriter.Write(title, run.Profile.Options, stamped, Expected(run, difference));
        Directory.CreateDirectory(options.Output);
        File.WriteAllLines(path + ".jsonl", lines);
        File.WriteAllLines(path + ".txt", Text(difference));
        Say($"written: {path}.jsonl, {path}.txt");
        foreach (var line in Text(difference).Take(60))
        {
            Say("    " + line);
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

    private void Report(string word)
    {
        var commands = Interlocked.Read(ref _commands);
        var perSecond = commands / Math.Max(0.001, _watch.Elapsed.TotalSeconds);
        Say(string.Create(CultureInfo.InvariantCulture, $"{word}: {_seeds} of {options.Seeds} seeds from {options.Seed}, ")
            + string.Create(CultureInfo.InvariantCulture, $"{commands:N0} commands, {perSecond:N0}/s, ")
            + $"{_differences} differences");
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            Console.WriteLine(line);
        }
    }
}
