using System.Text.Encodings.Web;
using System.Text.Json;

namespace DexExtra.Plants;

/// <summary>The plants of tests/plants/plants.json.</summary>
internal static class PlantList
{
    private static readonly JsonSerializerOptions Format = new()
    {
        Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        PropertyNamingPolicy = JsonNamingPolicy.CamelCase,
        WriteIndented = true,
    };

    private static string FileOf(string root) => Path.Combine(root, "tests", "plants", "plants.json");

    public static IReadOnlyList<Plant> Read(string root) =>
        JsonSerializer.Deserialize<List<Plant>>(File.ReadAllText(FileOf(root)), Format)!;

    public static void Write(string root, IEnumerable<Plant> plants) =>
        File.WriteAllText(FileOf(root), JsonSerializer.Serialize(plants, Format) + "\n");
}
