using System.Collections.Immutable;
using Microsoft.CodeAnalysis;
using Microsoft.CodeAnalysis.CSharp;

namespace DexExtra.Plants;

/// <summary>
/// A library's sources in memory: compiled as they are, or with one plant. No file is changed. Any number of threads.
/// </summary>
internal sealed class LibrarySources
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

    private readonly Library _library;
    private readonly ImmutableDictionary<string, string> _texts;
    private readonly CSharpCompilation _clean;

    /// <param name="root">The repository.</param>
    /// <param name="references">What it is compiled against.</param>
    public LibrarySources(string root, Library library, IEnumerable<MetadataReference> references)
    {
        _library = library;
        _texts = Directory.EnumerateFiles(Path.Combine(root, library.Folder), "*.cs", SearchOption.AllDirectories)
            .ToImmutableDictionary(file => Path.GetRelativePath(root, file).Replace('\\', '/'), File.ReadAllText);
        _clean = CSharpCompilation.Create(
            library.AssemblyName,
            _texts.AsParallel().Select(source => Parse(source.Value, source.Key))
                .Append(Plain(GlobalUsings, "usings")).Append(Plain(library.ExtraSource, "extra")),
            references,
            new CSharpCompilationOptions(
                library.IsProgram ? OutputKind.ConsoleApplication : OutputKind.DynamicallyLinkedLibrary,
                optimizationLevel: OptimizationLevel.Release,
                checkOverflow: library.IsChecked,
                allowUnsafe: true,
                nullableContextOptions: NullableContextOptions.Enable));
    }

    /// <summary>The library as it is.</summary>
    public byte[] Compile() => Emit(_clean);

    /// <summary>The library with one wrong line.</summary>
    /// <exception cref="PlantException">The plant's text is not there once, or what it leaves does not compile.</exception>
    public byte[] Compile(Plant plant)
    {
        if (!_texts.TryGetValue(plant.File, out var text))
        {
            throw new PlantException($"{plant.File} is no source of {_library.AssemblyName}");
        }

        var tree = _clean.SyntaxTrees.Single(source => source.FilePath == plant.File);
        return Emit(_clean.ReplaceSyntaxTree(tree, Parse(plant.GrowIn(text), plant.File)));
    }

    private static SyntaxTree Parse(string text, string path) => Plain(Library.Adapt(text), path);

    private static SyntaxTree Plain(string text, string path) => CSharpSyntaxTree.ParseText(text, Language, path);

    private static byte[] Emit(CSharpCompilation compilation)
    {
        using var assembly = new MemoryStream();
        var result = compilation.Emit(assembly);
        var error = result.Diagnostics.FirstOrDefault(found => found.Severity == DiagnosticSeverity.Error);
        return result.Success ? assembly.ToArray() : throw new PlantException($"does not compile: {error}");
    }
}
