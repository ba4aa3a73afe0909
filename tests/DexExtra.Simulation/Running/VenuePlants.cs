using System.Diagnostics;
using System.Text.Json;

namespace DexExtra.Simulation.Running;

/// <summary>Plants one bug after the other into the venue and says for each whether the simulation finds it.</summary>
internal sealed class VenuePlants(string root, SimulationOptions options)
{
    private const int SeedsMax = 600;
    private static readonly JsonSerializerOptions Format = new(JsonSerializerDefaults.Web);
    private readonly VenueSources _sources = new(root);
    private readonly Lock _lock = new();
    private readonly Stopwatch _watch = Stopwatch.StartNew();

    /// <summary>The plants of tests/plants/venue.json.</summary>
    public static IReadOnlyList<VenuePlant> Read(string root) => JsonSerializer.Deserialize<List<VenuePlant>>(
        File.ReadAllText(Path.Combine(root, "tests", "plants", "venue.json")), Format)!;

    /// <summary>The process exit code: 1 when a plant was not found.</summary>
    public int Run()
    {
        VenuePlant[] plants =
            [.. Read(root).Where(plant => options.Plants.Count == 0 || options.Plants.Contains(plant.Name))];
        var found = 0;
        Parallel.ForEach(plants, new ParallelOptions { MaxDegreeOfParallelism = options.Threads }, plant =>
        {
            var finding = Find(plant);
            lock (_lock)
            {
                found += finding is null ? 0 : 1;
                var line = $"{plant.Name,-34} {plant.Mode,-6} {finding ?? "NOT FOUND"}";
                Console.WriteLine(line[..Math.Min(line.Length, 180)]);
            }
        });
        Console.WriteLine($"{_watch.Elapsed.TotalSeconds:N0} s");
        Console.WriteLine($"{found} passed, {plants.Length - found} failed");
        return found == plants.Length && found > 0 ? 0 : 1;
    }

    private string? Find(VenuePlant plant)
    {
        var isSimulated = plant.File.Length == 0;
        (string Assembly, byte[]? Image) planted = isSimulated ? (string.Empty, null) : _sources.Compile(plant);
        using var venue = new PlantedVenue(planted.Assembly, planted.Image);
        return venue.Run(options.Seed, plant.Mode, SeedsMax, movesCursorApart: isSimulated);
    }
}
