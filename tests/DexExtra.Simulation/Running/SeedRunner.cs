using System.Diagnostics;
using System.Globalization;
using DexExtra.Simulation.Checks;
using DexExtra.Simulation.Venue;

namespace DexExtra.Simulation.Running;

/// <summary>Plays the remembered seeds and then new ones, as many at a time as there are threads, and judges.</summary>
internal sealed class SeedRunner(string root, SimulationOptions options)
{
    /// <summary>So many seeds of all modes reach everything.</summary>
    private const int SeedsForReach = 2_000;

    private static readonly TimeSpan ProgressEvery = TimeSpan.FromSeconds(10);
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private readonly Queue<SeedRun> _remembered = new();
    private int _next = options.Seed;
    private int _left = options.Seeds;
    private int _played;
    private int _failed;
    private int _refused;
    private long _commands;
    private int _longestHealing;
    private readonly Reached _reached = new();

    /// <summary>The process exit code: 1 when a promise did not hold.</summary>
    public int Run()
    {
        foreach (var (mode, seed) in SeedFile.Read(root))
        {
            _remembered.Enqueue(new SeedRun(seed, mode));
        }

        using (new Timer(_ => Report("running"), null, ProgressEvery, ProgressEvery))
        {
            Task.WaitAll([.. Enumerable.Range(0, options.Threads).Select(_ => Task.Factory.StartNew(
                Work, CancellationToken.None, TaskCreationOptions.LongRunning, TaskScheduler.Default))]);
        }

        Report(_played >= options.Seeds ? "done" : "stopped");
        return SayReached() && _failed == 0 ? 0 : 1;
    }

    /// <summary>False when a run that is long enough never came to something that it is for.</summary>
    private bool SayReached()
    {
        foreach (var (what, count) in _reached.Counts)
        {
            Say(string.Create(CultureInfo.InvariantCulture, $"  {what,-40} {count,10:N0}"));
        }

        var missing = string.Join(", ", _reached.Missing);
        if (missing.Length > 0)
        {
            Say($"never reached: {missing}");
        }

        return missing.Length == 0 || options.Seeds < SeedsForReach || options.Mode is not null;
    }

    private void Work()
    {
        using var bench = new Workbench();
        while (Next() is { } run)
        {
            var outcome = options.Tells
                ? run.Play(bench, run.Actions, Say)
                : run.Play(bench);
            lock (_lock)
            {
                _played++;
                _commands += outcome.Commands;
                _longestHealing = Math.Max(_longestHealing, outcome.HealingTurns);
                _reached.Add(outcome.Reached);
                _refused += outcome.Refusal is null ? 0 : 1;
                _failed += outcome.IsFailure ? 1 : 0;
                _left = outcome.IsFailure && options.StopsAtFirst ? 0 : _left;
            }

            if (options.SaysEach || outcome.IsFailure)
            {
                Say(FailureFile.Line(run, outcome));
            }

            if (outcome.IsFailure)
            {
                Remember(run, outcome, bench);
            }
        }
    }

    private void Remember(SeedRun run, SeedOutcome outcome, Workbench bench)
    {
        if (options.StopsAtFirst)
        {
            Say("written: " + FailureFile.Write(options.Output, run, outcome, bench));
            lock (_lock)
            {
                SeedFile.Add(root, run, outcome);
            }
        }
    }

    private SeedRun? Next()
    {
        lock (_lock)
        {
            if (_remembered.TryDequeue(out var remembered))
            {
                return remembered;
            }

            if (_left == 0)
            {
                return null;
            }

            _left--;
            return new SeedRun(_next++, options.Mode, options.Actions);
        }
    }

    private void Report(string word)
    {
        var perSecond = _played / Math.Max(0.001, _watch.Elapsed.TotalSeconds);
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{word}: {_played:N0} seeds below {_next}, {perSecond:N0} seeds/s on {options.Threads} threads, ")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"{_commands:N0} commands, {_refused} right refusals, healed in {_longestHealing} turns at most, ")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"{_failed} failures, {_watch.Elapsed.TotalSeconds:N0} s"));
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            Console.WriteLine(line);
        }
    }
}
