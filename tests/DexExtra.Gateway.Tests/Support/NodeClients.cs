using System.Reflection;

namespace DexExtra.Gateway.Tests.Support;

/// <summary>Where the examples with stock Node libraries are.</summary>
internal static class NodeClients
{
    public static string Folder { get; } = Find();

    private static string Find()
    {
        var root = typeof(NodeClients).Assembly.GetCustomAttributes<AssemblyMetadataAttribute>()
            .Single(attribute => attribute.Key == "RepositoryRoot").Value!;
        var folder = Path.Combine(root, "gateway", "examples", "node");
        Assert.True(
            Directory.Exists(Path.Combine(folder, "node_modules", "socket.io-client")),
            $"run npm ci in {folder} first");
        return folder;
    }
}
