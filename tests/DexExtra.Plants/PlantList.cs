using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace DexExtra.Plants;

/// <summary>The lists of plants under tests/plants, one for each judge.</summary>
internal static class PlantList
{
    public const string SuitesFile = "suites.json";

    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull,
        WriteIndented = true,
    };

    private static string PathOf(string root, string file) => Path.Combine(root, "tests", "plants", file);

    public static IReadOnlyList<Plant> Read(string root, string file) =>
        JsonSerializer.Deserialize<List<Plant>>(File.ReadAllText(PathOf(root, file)), Format)!;

    public static void Write(string root, string file, IEnumerable<Plant> plants) =>
        File.WriteAllText(PathOf(root, file), JsonSerializer.Serialize(plants, Format) + "\n");
}
