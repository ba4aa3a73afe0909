using System.Text;

namespace DexExtra.Plants;

/// <summary>
/// One file of a suite's folder that plants grow in: a library, or a script of the database. Any number of threads.
/// </summary>
/// <param name="Name">From the folder of the tests.</param>
/// <param name="Clean">As it is.</param>
/// <param name="With">With a plant.</param>
internal sealed record PlantedFile(string Name, Func<byte[]> Clean, Func<Plant, byte[]> With)
{
    private const string Script = ".sql";

    /// <exception cref="PlantException">The tests have no such file.</exception>
    public static PlantedFile Of(string root, TestSuite suite, Plant plant)
    {
        if (!plant.File.EndsWith(Script, StringComparison.Ordinal))
        {
            var library = Library.Of(root, plant.File, plant.Suite!);
            var sources = new LibrarySources(
                root, library, CompilerReferences.OfFolder(suite.Folder, library.AssemblyName));
            return new PlantedFile(library.AssemblyName + ".dll", sources.Compile, sources.Compile);
        }

        var text = File.ReadAllText(Path.Combine(root, plant.File));
        var name = plant.File[(plant.File.IndexOf('/', StringComparison.Ordinal) + 1)..];
        return File.Exists(Path.Combine(suite.Folder, name))
            ? new PlantedFile(name, () => Encoding.UTF8.GetBytes(text), grown => Encoding.UTF8.GetBytes(grown.GrowIn(text)))
            : throw new PlantException($"{suite.Folder} has no {name}");
    }

    /// <summary>Plants with the same text share what is compiled once.</summary>
    public static string KeyOf(Plant plant) => plant.Suite + " " + (plant.File.EndsWith(Script, StringComparison.Ordinal)
        ? plant.File
        : string.Join('/', plant.File.Split('/').Take(2)));
}
