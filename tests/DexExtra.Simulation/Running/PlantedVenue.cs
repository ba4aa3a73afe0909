using System.Reflection;
using System.Runtime.Loader;

namespace DexExtra.Simulation.Running;

/// <summary>
/// The whole venue and this program once more, apart from all others of this process, with one assembly replaced by
/// what the compiler made of sources with a wrong line. Any number of threads.
/// </summary>
internal sealed class PlantedVenue : IDisposable
{
    private readonly Context _context;
    private readonly Func<int, string, int, bool, string?> _run;

    /// <param name="assembly">Which assembly is replaced.</param>
    /// <param name="image">By what; null: by nothing.</param>
    public PlantedVenue(string assembly, byte[]? image)
    {
        _context = new Context(assembly, image);
        var trial = _context.LoadFromAssemblyName(typeof(PlantTrial).Assembly.GetName())
            .GetType(typeof(PlantTrial).FullName!)!;
        _run = trial.GetMethod(nameof(PlantTrial.Run))!.CreateDelegate<Func<int, string, int, bool, string?>>();
    }

    /// <summary>As <see cref="PlantTrial.Run"/>.</summary>
    public string? Run(int seed, string mode, int seeds, bool movesCursorApart) =>
        _run(seed, mode, seeds, movesCursorApart);

    public void Dispose() => _context.Unload();

    private sealed class Context(string replaced, byte[]? image)
        : AssemblyLoadContext("planted venue", isCollectible: true)
    {
        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == replaced && image is not null)
            {
                using var stream = new MemoryStream(image);
                return LoadFromStream(stream);
            }

            var path = Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll");
            return assemblyName.Name!.StartsWith("DexExtra.", StringComparison.Ordinal) && File.Exists(path)
                ? LoadFromAssemblyPath(path)
                : null;
        }
    }
}
