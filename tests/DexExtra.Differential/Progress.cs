using System.Diagnostics;
using System.Globalization;

namespace DexExtra.Differential;

/// <summary>Counts what all threads play and says how far they are, at what rate, and when it will be over.</summary>
internal sealed class Progress(DifferentialOptions options, SeedPlan plan)
{
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private long _commands;
    private int _seeds;

    public static TimeSpan Every => TimeSpan.FromSeconds(10);

    public void Add(int commands) => Interlocked.Add(ref _commands, commands);

    public void AddSeed() => Interlocked.Increment(ref _seeds);

    /// <param name="word">What the run does.</param>
    /// <param name="differences">Found so far.</param>
    public void Report(string word, int differences)
    {
        var commands = Interlocked.Read(ref _commands);
        var perSecond = commands / Math.Max(0.001, _watch.Elapsed.TotalSeconds);
        var left = TimeSpan.FromSeconds(Math.Ceiling(Math.Max(0, options.Commands - commands) / Math.Max(1, perSecond)));
        var (reached, _) = plan.Reached();
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"{word}: {_seeds:N0} seeds, all from {options.Seed} below {reached}; {commands:N0} of {options.Commands:N0} ")
            + string.Create(
            CultureInfo.InvariantCulture,
            $"commands, {perSecond:N0}/s, {Text(_watch.Elapsed)} passed, {Text(left)} left, ")
            + $"{differences} differences");
    }

    /// <summary>The arguments with which the rest can be run.</summary>
    public void SayHowToGoOn()
    {
        var (seed, commands) = plan.Reached();
        var profile = options.Profile is { } name ? $" --profile {name}" : string.Empty;
        Say(string.Create(
            CultureInfo.InvariantCulture,
            $"to go on: --seed {seed} --commands {Math.Max(commands, 1)} --per-seed {options.PerSeed}{profile}"));
    }

    public void Say(string line)
    {
        lock (_lock)
        {
            Console.WriteLine(line);
        }
    }

    private static string Text(TimeSpan span) =>
        string.Create(CultureInfo.InvariantCulture, $"{(long)span.TotalHours}:{span:mm\\:ss}");
}
