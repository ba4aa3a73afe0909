using System.Security.Cryptography;
using DexExtra.Messages;

namespace DexExtra.Snapshots.Files;

/// <summary>
/// Which build of the engine this process runs. A snapshot is only used by the build that wrote it: another one has to
/// prove the whole log first, because nothing else shows that it gives the same answers (P3).
/// </summary>
public static class SnapshotBuild
{
    /// <summary>SHA-256 of the module versions of engine and messages, in hexadecimal.</summary>
    public static string Current { get; } = Compute();

    private static string Compute() => Convert.ToHexStringLower(SHA256.HashData([
        .. typeof(Engine.Engine).Module.ModuleVersionId.ToByteArray(),
        .. typeof(CommandHeader).Module.ModuleVersionId.ToByteArray(),
    ]));
}
