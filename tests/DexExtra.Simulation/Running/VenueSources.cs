using System.Text.RegularExpressions;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DexExtra.Simulation.Running;

/// <summary>
/// The sources of the venue's assemblies in memory, compiled with one plant. No file is changed. Native calls, whose
/// bodies a generator writes, become refusals: nothing simulated makes one. Any number of threads.
/// </summary>
internal sealed partial class VenueSources(string root)
{
    private const string GlobalUsings = """
        global using System;
        global using System.Collections.Generic;
        global using System.IO;
        global using System.Linq;
        global using System.Net.Http;
        global using System.Threading;
        global using System.Threading.Tasks;
        """;

    private static readonly CSharpParseOptions Language = new(LanguageVersion.CSharp14);

    /// <summary>Name of the assembly and its image.</summary>
    /// <exception cref="InvalidOperationException">The plant's text is not there once, or it does not
    /// compile.</exception>
    public (string Assembly, byte[] Image) Compile(VenuePlant plant)
    {
        var parts = plant.File.Split('/');
        var assembly = parts[1];
        var folder = Path.Combine(root, parts[0], assembly);
        var trees = Directory.EnumerateFiles(folder, "*.cs", SearchOption.AllDirectories)
            .Where(static file => !file.Contains("/obj/", StringComparison.Ordinal))
            .Select(file => Parse(file, plant))
            .Append(CSharpSyntaxTree.ParseText(GlobalUsings + Friend(), Language))
            .ToList();
        var isProgram = File.Exists(Path.Combine(folder, "Program.cs"));
        var compilation = CSharpCompilation.Create(
            assembly,
            trees,
            References(assembly),
            new CSharpCompilationOptions(
                isProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                checkOverflow: true,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
        using var image = new MemoryStream();
        var error = compilation.Emit(image).Diagnostics
            .FirstOrDefault(static found => found.Severity == DiagnosticSeverity.Error);
        return error is null ? (assembly, image.ToArray()) : throw new InvalidOperationException($"{error}");
    }

    private static string Friend() => "\n[assembly: System.Runtime.CompilerServices.InternalsVisibleTo(\""
        + typeof(VenueSources).Assembly.GetName().Name + "\")]\n";

    private SyntaxTree Parse(string file, VenuePlant plant)
    {
        var text = File.ReadAllText(file);
        if (Path.GetRelativePath(root, file) == plant.File)
        {
            var parts = text.Split(plant.Find);
            text = parts.Length == 2
                ? string.Join(plant.Put, parts)
                : throw new InvalidOperationException($"its text occurs {parts.Length - 1} times, not once");
        }

        text = NativeCall().Replace(text, "$1$2 => throw new NotSupportedException();");
        return CSharpSyntaxTree.ParseText(text, Language, file);
    }

    [GeneratedRegex(@"\[LibraryImport\([^\]]*\)\]((?:\s*\[[^\]]*\])*\s*[a-z ]*static (?:unsafe )?)partial ([^;]*);")]
    private static partial Regex NativeCall();

    /// <summary>What this program runs on, without the assembly itself.</summary>
    private static IEnumerable<MetadataReference> References(string assembly) =>
        ((string)AppContext.GetData("TRUSTED_PLATFORM_ASSEMBLIES")!).Split(Path.PathSeparator)
            .Where(file => Path.GetFileNameWithoutExtension(file) != assembly)
            .Select(static file => MetadataReference.CreateFromFile(file));
}
