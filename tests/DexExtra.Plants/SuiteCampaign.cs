using System.Diagnostics;

namespace DexExtra.Plants;

/// <summary>
/// Plants one bug after the other in libraries and scripts of the database, and has the tests that are named with it
/// judge: a copy of the built tests runs with the planted file in place of the real one, and at least one must fail.
/// Without a plant all of them must pass, so that a failure is the plant's.
/// </summary>
internal sealed class SuiteCampaign(string root, PlantsOptions options)
{
    private const int LineCharactersMax = 160;

    private readonly Lock _lock = new();

    /// <summary>The process exit code: 1 when a plant was not found.</summary>
    public int Run()
    {
        var watch = Stopwatch.StartNew();
        var chosen = PlantList.Read(root, PlantList.SuitesFile).Where((plant, index) =>
            options.Names.Count == 0 ? index % options.Every == 0 : options.Names.Contains(plant.Name)).ToList();
        var threads = new ParallelOptions { MaxDegreeOfParallelism = options.Threads };
        var found = 0;
        foreach (var group in chosen.GroupBy(PlantedFile.KeyOf))
        {
            var suite = new TestSuite(group.First().Suite!);
            var file = PlantedFile.Of(root, suite, group.First());
            if (suite.FirstFailure(file.Name, file.Clean(), group.SelectMany(plant => plant.Judges!).Distinct()) is { } failure)
            {
                Console.WriteLine($"without a plant: {failure}");
                continue;
            }

            Parallel.ForEach(group, threads, plant => Interlocked.Add(ref found, IsFound(suite, file, plant) ? 1 : 0));
        }

        Console.WriteLine($"{watch.Elapsed.TotalSeconds:N0} s");
        Console.WriteLine($"{found} passed, {chosen.Count - found} failed");
        return found == chosen.Count && found > 0 ? 0 : 1;
    }

    private bool IsFound(TestSuite suite, PlantedFile file, Plant plant)
    {
        string? what;
        try
        {
            what = suite.FirstFailure(file.Name, file.With(plant), plant.Judges!);
        }
        catch (PlantException error)
        {
            Say(plant, $"NOT FOUND: {error.Message}");
            return false;
        }

        Say(plant, what ?? "NOT FOUND");
        return what is not null;
    }

    private void Say(Plant plant, string what)
    {
        lock (_lock)
        {
            var line = $"{plant.Name,-34} {plant.Family,-10} {what}";
            Console.WriteLine(line[..Math.Min(line.Length, LineCharactersMax)]);
        }
    }
}
