using System.Reflection;
using System.Runtime.Loader;

namespace DexExtra.Plants;

/// <summary>
/// A compiled engine with a reference of its own beside it, apart from all others of this process. Any number of threads.
/// </summary>
internal sealed class CompiledEngine : IDisposable
{
    private readonly Context _context;
    private readonly Func<string, int, int, (int, string)> _run;

    /// <param name="image">What the compiler made of the engine.</param>
    public CompiledEngine(byte[] image)
    {
        _context = new Context(image);
        var trial = _context.LoadFromAssemblyName(typeof(Trial).Assembly.GetName()).GetType(typeof(Trial).FullName!)!;
        _run = trial.GetMethod(nameof(Trial.Run))!.CreateDelegate<Func<string, int, int, (int, string)>>();
    }

    /// <summary>As <see cref="Trial.Run"/>.</summary>
    public (int Commands, string What) Run(string profile, int seed, int commands) => _run(profile, seed, commands);

    public void Dispose() => _context.Unload();

    private sealed class Context(byte[] image) : AssemblyLoadContext("compiled engine", isCollectible: true)
    {
        // these see the engine, so each engine has its own
        private static readonly string[] Companions = ["DexExtra.Engine.Reference", "DexExtra.Plants"];

        protected override Assembly? Load(AssemblyName assemblyName)
        {
            if (assemblyName.Name == "DexExtra.Engine")
            {
                using var stream = new MemoryStream(image);
                return LoadFromStream(stream);
            }

            return Companions.Contains(assemblyName.Name)
                ? LoadFromAssemblyPath(Path.Combine(AppContext.BaseDirectory, assemblyName.Name + ".dll"))
                : null;
        }
    }
}
