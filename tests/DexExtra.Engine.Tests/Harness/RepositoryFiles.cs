using System.Reflection;

namespace DexExtra.Engine.Tests.Harness;

/// <summary>Pages and scenario files of the checkout that the tests were built from.</summary>
public static class RepositoryFiles
{
    private static readonly string Root = typeof(RepositoryFiles).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "RepositoryRoot").Value!;

    /// <summary>Full path of a file or folder, given by its parts from the root.</summary>
    public static string Path(params string[] parts) => System.IO.Path.Combine([Root, .. parts]);
}
