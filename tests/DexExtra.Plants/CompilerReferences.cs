using System.Reflection;
using Microsoft.CodeAnalysis;

namespace DexExtra.Plants;

/// <summary>What libraries with plants are compiled against.</summary>
internal static class CompilerReferences
{
    private const string Runtime = "Microsoft.NETCore.App";
    private const string WebRuntime = "Microsoft.AspNetCore.App";

    /// <summary>For the engine: what this program runs on, without the libraries that are compiled.</summary>
    public static IEnumerable<MetadataReference> OfThisProgram() =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileName(file) is var name
                && (name.StartsWith("System.", StringComparison.Ordinal) || name == "DexExtra.Messages.dll"))
            .Select(file => MetadataReference.CreateFromFile(file));

    /// <summary>For a library of a built program: all of its folder but the library itself, and the runtime's.</summary>
    public static IEnumerable<MetadataReference> OfFolder(string folder, string library)
    {
        var runtime = Path.GetDirectoryName(typeof(object).Assembly.Location)!;
        var web = runtime.Replace(Runtime, WebRuntime, StringComparison.Ordinal);
        return new[] { folder, runtime, web }.Where(Directory.Exists)
            .SelectMany(place => Directory.EnumerateFiles(place, "*.dll"))
            .Where(file => Path.GetFileNameWithoutExtension(file) != library && IsManaged(file))
            .DistinctBy(Path.GetFileName)
            .Select(file => MetadataReference.CreateFromFile(file));
    }

    private static bool IsManaged(string file)
    {
        try
        {
            return AssemblyName.GetAssemblyName(file).Name is not null;
        }
        catch (BadImageFormatException)
        {
            return false;
        }
    }
}
