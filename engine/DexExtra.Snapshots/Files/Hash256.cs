using System.Runtime.CompilerServices;

namespace DexExtra.Snapshots.Files;

/// <summary>A SHA-256 hash in place.</summary>
[InlineArray(SnapshotFormat.HashBytes)]
internal struct Hash256
{
    private byte _first;

    public static Hash256 From(ReadOnlySpan<byte> bytes)
    {
        var hash = default(Hash256);
        bytes[..SnapshotFormat.HashBytes].CopyTo(hash);
        return hash;
    }

    public static Hash256 Parse(string hex) => From(Convert.FromHexString(hex));

    public readonly string ToHex() => Convert.ToHexStringLower(this);
}
