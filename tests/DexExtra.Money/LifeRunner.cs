using System.Diagnostics;
using System.Globalization;
using DexExtra.Engine.Reference.Money;

namespace DexExtra.Money;

/// <summary>Runs all lives, a few at a time, says how far they are, and writes down the first disagreement.</summary>
internal sealed class LifeRunner(MoneyOptions options)
{
    private readonly Lock _lock = new();
    private readonly MoneyCoverage _coverage = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _commands;
    private int _lives;
    private int _disagreements;

    /// <summary>The process exit code: 1 on a disagreement or where coverage is missing.</summary>
    public int Run()
    {
        using var timer = new Timer(_ => Report("running"), null, 5_000, 5_000);
        var seeds = Enumerable.Range(options.Seed, options.Lives);
        Parallel.ForEach(seeds, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, RunLife);
        Report("done");
        foreach (var line in _coverage.Table())
        {
            Console.WriteLine("  " + line);
        }

        var missing = _coverage.Missing();
        if (missing.Count > 0)
        {
            Console.WriteLine($"never reached: {string.Join(", ", missing)}");
        }

        return _disagreements > 0 || (options.NeedsCoverage && missing.Count > 0) ? 1 : 0;
    }

    private void RunLife(int seed)
    {
        if (Volatile.Read(ref _disagreements) > 0)
        {
            return;
        }

        var name = options.Profile ?? MoneyProfile.Names[(seed & int.MaxValue) % MoneyProfile.Names.Count];
        var run = new MoneyRun(MoneyProfile.Draw(name, seed), seed);
        var difference = run.Run(options.Life, _ => Interlocked.Increment(ref _commands));
        lock (_lock)
        {
            _lives++;
            _coverage.Add(run.Coverage);
        }

        if (difference is not null && Interlocked.Increment(ref _disagreements) == 1)
        {
            new DisagreementFile(options.Output, options.ShrinkTrials, Say).Write(run, difference);
        }
    }

    private void Report(string word)
    {
        var commands = Interlocked.Read(ref _commands);
        var seconds = Math.Max(0.001, _watch.Elapsed.TotalSeconds);
        var cpu = Process.GetCurrentProcess().TotalProcessorTime.TotalSeconds * 1_000_000 / Math.Max(1, commands);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{word}: {_lives} of {options.Lives} lives from seed {options.Seed}, {commands:N0} commands, ")
            + string.Create(
                CultureInfo.InvariantCulture,
                $"{commands / seconds:N0}/s, {cpu:N1} s of CPU per million, {_disagreements} disagreements"));
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            Console.WriteLine(line);
        }
    }
}
