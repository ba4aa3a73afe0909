using System.Globalization;
using DexExtra.RealParts;

namespace DexExtra.Chaos.Faults;

/// <summary>The library of shim.c, compiled once per run of this program, and the variables that load it.</summary>
internal sealed class Shim : IDisposable
{
    private readonly string _folder = Directory.CreateTempSubdirectory("dexextra-shim-").FullName;

    private string Library => Path.Combine(_folder, "shim.so");

    public static async Task<Shim> CompileAsync()
    {
        var shim = new Shim();
        await ChildProcess.RunCheckedAsync(
            Machine.Find("cc"), "-shared", "-fPIC", "-O1", "-o", shim.Library, Machine.Beside("Faults", "shim.c"), "-ldl");
        return shim;
    }

    /// <summary>Short and interrupted reads and writes.</summary>
    public Dictionary<string, string> ShortTransfers(int seed) => With("CHAOS_SHORT", seed);

    /// <summary>A wall clock that is off.</summary>
    public Dictionary<string, string> Clock(int offsetSeconds) => With("CHAOS_CLOCK_S", offsetSeconds);

    public void Dispose() => Directory.Delete(_folder, recursive: true);

    private Dictionary<string, string> With(string name, int value) => new(Rig.Environment)
    {
        ["LD_PRELOAD"] = Library,
        [name] = value.ToString(CultureInfo.InvariantCulture),
    };
}
