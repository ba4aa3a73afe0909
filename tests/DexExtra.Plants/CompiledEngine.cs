using System.Reflection;
using System.Runtime.Loader;

namespace DexExtra.Plants;

/// <summary>
/// A compiled engine with judges of its own beside it, apart from all others of this process. Any number of threads.
/// </summary>
internal sealed class CompiledEngine
{
    private readonly Func<string, string, int, int, (int, string)> _run;
    private readonly Func<string, int, int, string, string[]> _shrink;

    /// <param name="image">What the compiler made of the engine.</param>
    public CompiledEngine(byte[] image)
    {
        // never unloaded: thread statics of generics over unloaded types crash the runtime of .NET 10
        var trial = new Context(image).LoadFromAssemblyName(typeof(Trial).Assembly.GetName()).GetType(typeof(Trial).FullName!)!;
        _run = trial.GetMethod(nameof(Trial.Run))!.CreateDelegate<Func<string, string, int, int, (int, string)>>();
        _shrink = trial.GetMethod(nameof(Trial.Shrink))!.CreateDelegate<Func<string, int, int, string, string[]>>();
    }

    /// <summary>As <see cref="Trial.Run"/>.</summary>
    public (int Commands, string What) Run(Judge judge, FindingRun run) =>
        _run(judge.Name, run.Profile, run.Seed, run.Commands);

    /// <summary>As <see cref="Trial.Shrink"/>.</summary>
    public string[] Shrink(FindingRun run, string folder) => _shrink(run.Profile, run.Seed, run.Commands, folder);

    private sealed class Context(byte[] image) : AssemblyLoadContext("compiled engine")
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
