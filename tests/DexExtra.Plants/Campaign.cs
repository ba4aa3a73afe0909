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
    private int _found;
    private int _missed;

    /// <summary>The process exit code: 1 when a plant was not found.</summary>
    public int Run()
    {
        var lists = options.Judges.Select(judge => (Judge: judge, All: PlantList.Read(root, judge.File))).ToList();
        foreach (var name in options.Names.Except(lists.SelectMany(list => list.All).Select(plant => plant.Name)))
        {
            Console.WriteLine($"no plant is named {name}");
            return 2;
        }

        var sources = new LibrarySources(root, Library.Engine, CompilerReferences.OfThisProgram());
        var clean = new CompiledEngine(sources.Compile());
        foreach (var (judge, all) in lists)
        {
            Run(judge, all, sources, clean);
        }

        Console.WriteLine($"{_found} passed, {_missed} failed");
        return _missed == 0 ? 0 : 1;
    }

    private void Run(Judge judge, IReadOnlyList<Plant> all, LibrarySources sources, CompiledEngine clean)
    {
        var chosen = all.Where((plant, index) =>
            options.Names.Count == 0 ? index % options.Every == 0 : options.Names.Contains(plant.Name)).ToList();
        var (watch, search, foundBefore) = (Stopwatch.StartNew(), new PlantSearch(judge, clean, options), _found);
        Say("plant", "family", "profile", "seed", "commands", "what");
        Parallel.ForEach(
            Partitioner.Create(chosen, EnumerablePartitionerOptions.NoBuffering),
            new ParallelOptions { MaxDegreeOfParallelism = options.Threads },
            plant => Report(plant, () => Find(judge, plant, sources, search)));
        if (options.Records)
        {
            PlantList.Write(root, judge.File, all.Select(plant =>
                _runs.TryGetValue(plant.Name, out var run) ? plant with { Run = run } : plant));
        }

        _missed += chosen.Count - (_found - foundBefore);
        Console.WriteLine($"{judge.Name}: {_found - foundBefore} of {chosen.Count} found in {watch.Elapsed.TotalSeconds:N0} s");
    }

    private PlantFinding? Find(Judge judge, Plant plant, LibrarySources sources, PlantSearch search)
    {
        var planted = new CompiledEngine(sources.Compile(plant));
        var finding = search.Find(plant, planted);
        if (judge == Judge.Money && options.ShrinkFolder is { } folder && finding is { } found)
        {
            foreach (var line in planted.Shrink(found.Run, Path.Combine(folder, plant.Name)))
            {
                Say(line);
            }
        }

        return finding;
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
        var line = $"{plant,-40} {family,-19} {profile,-10} {seed,5} {commands,8}  {what}";
        Say(line[..Math.Min(line.Length, LineCharactersMax)]);
    }

    private void Say(string line)
    {
        lock (_lock)
        {
            Console.WriteLine(line);
        }
    }
}
