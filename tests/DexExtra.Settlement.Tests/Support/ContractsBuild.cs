using System.Reflection;
using System.Runtime.InteropServices;

namespace DexExtra.Settlement.Tests.Support;

/// <summary>Paths of the contracts' build output; a missing one fails the test with what to run.</summary>
internal static class ContractsBuild
{
    public static string ArtifactsFolder => Existing(Path.Combine(Root, "out"), "npm run build");

    public static string AnvilBinary
    {
        get
        {
            var machine = RuntimeInformation.OSArchitecture == Architecture.Arm64 ? "arm64" : "amd64";
            var package = Path.Combine(Root, "node_modules", "@foundry-rs", $"anvil-linux-{machine}");
            return Existing(Path.Combine(package, "bin", "anvil"), "npm ci");
        }
    }

    private static string Root => typeof(ContractsBuild).Assembly
        .GetCustomAttributes<AssemblyMetadataAttribute>()
        .Single(attribute => attribute.Key == "ContractsFolder").Value!;

    private static string Existing(string path, string command) => Path.Exists(path)
        ? path
        : throw new InvalidOperationException($"{path} is missing: run '{command}' in settlement/contracts");
}
