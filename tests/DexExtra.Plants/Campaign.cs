using System.Collections.Concurrent;
using System.Diagnostics;
using System.Globalization;

namespace DexExtra.Plants;

/// <summary>Plants one bug after the other and says for each whether, and how soon, it was found.</summary>
internal sealed class Campaign(string root, PlantsOptions options)
{
    private const int LineCharactersMax = 160;
    private readonly ConcurrentDictionary<string, FindingRun> _runs = new();
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();
    private int _found;

    /// <summary>The process exit code: 1 when a plant was not found.</summary>
    public int Run()
    {
        var all = PlantList.Read(root);
        var chosen = all.Where(plant => options.Names.Count == 0 || options.Names.Contains(plant.Name)).ToList();
        foreach (var name in options.Names.Except(chosen.Select(plant => plant.Name)))
        {
            Console.WriteLine($"no plant is named {name}");
            return 2;
        }

        var sources = new EngineSources(root);
        using var clean = new CompiledEngine(sources.Compile());
        var search = new PlantSearch(clean, options);
        Say("plant", "family", "profile", "seed", "commands", "what");
        Parallel.ForEach(
            Partitioner.Create(chosen, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            plant => Report(plant, () => Find(plant, sources, search)));
        if (options.Records)
        {
            PlantList.Write(root, all.Select(plant =>
                _runs.TryGetValue(plant.Name, out var run) ? plant with { Run = run } : plant));
        }

        Console.WriteLine($"{_watch.Elapsed.TotalSeconds:N0} s");
        Console.WriteLine($"{_found} passed, {chosen.Count - _found} failed");
        return _found == chosen.Count ? 0 : 1;
    }

    private static PlantFinding? Find(Plant plant, EngineSources sources, PlantSearch search)
    {
        using var planted = new CompiledEngine(sources.Compile(plant));
        return search.Find(plant, planted);
    }

    private void Report(Plant plant, Func<PlantFinding?> find)
    {
        try
        {
            if (find() is not { } finding)
            {
                Say(plant.Name, plant.Family, "-", "-", "-", "NOT FOUND");
                return;
            }

            var (profile, seed, commands) = finding.Run;
            var note = finding.IsKnown ? finding.What : finding.What + " (searched)";
            Say(plant.Name, plant.Family, profile, Text(seed), Text(commands), note);
            _runs[plant.Name] = finding.Run;
            Interlocked.Increment(ref _found);
        }
        catch (PlantException error)
        {
            Say(plant.Name, plant.Family, "-", "-", "-", error.Message);
        }
    }

    private static string Text(int number) => number.ToString(CultureInfo.InvariantCulture);

    private void Say(string plant, string family, string profile, string seed, string commands, string what)
    {
        lock (_lock)
        {
            var line = $"{plant,-38} {family,-12} {profile,-10} {seed,5} {commands,8}  {what}";
            Console.WriteLine(line[..Math.Min(line.Length, LineCharactersMax)]);
        }
    }
}
