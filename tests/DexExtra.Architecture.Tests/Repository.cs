using System.Reflection;

namespace DexExtra.Architecture.Tests;

/// <summary>
/// The source tree as the rules see it: every file that a person wrote, without build output, installed packages and
/// venue data. Read from disk, not from git, so that a rule bites before the commit.
/// </summary>
internal static class Repository
{
    private static readonly HashSet<string> SkippedFolders =
        [".git", ".vs", ".idea", "node_modules", "artifacts", "data", "bin", "obj", "out", "results", "TestResults"];

    public static string Root { get; } = typeof(Repository).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Paths relative to the root, with forward slashes, in ordinal order.</summary>
    public static IReadOnlyList<string> Files { get; } =
        [.. Walk(Root).Select(Relative).Order(StringComparer.Ordinal)];

    public static IEnumerable<string> FilesEndingWith(params string[] endings) =>
        Files.Where(file => endings.Any(ending => file.EndsWith(ending, StringComparison.Ordinal)));

    /// <summary>C# sources written by hand.</summary>
    public static IEnumerable<string> CSharpFiles =>
        FilesEndingWith(".cs").Where(file => !file.EndsWith(".Generated.cs", StringComparison.Ordinal));

    public static string FullPath(string relative) => Path.Combine(Root, relative);

    public static bool Exists(string relative) =>
        File.Exists(FullPath(relative)) || Directory.Exists(FullPath(relative));

    public static string Read(string relative) => File.ReadAllText(FullPath(relative));

    public static string[] ReadLines(string relative) => File.ReadAllLines(FullPath(relative));

    public static bool IsTest(string relative) => relative.StartsWith("tests/", StringComparison.Ordinal);

    private static IEnumerable<string> Walk(string folder) =>
        Directory.EnumerateFiles(folder).Concat(Directory.EnumerateDirectories(folder)
            .Where(child => !SkippedFolders.Contains(Path.GetFileName(child)))
            .SelectMany(Walk));

    private static string Relative(string path) => Path.GetRelativePath(Root, path).Replace('\\', '/');
}
