using System.Runtime.InteropServices;

namespace DexExtra.Snapshots.Files;

/// <summary>End of a snapshot file; the hash covers every byte before it.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
internal struct TrailerBytes
{
    public const int SizeBytes = 64;

    public ulong Magic;
    public long ContentBytes;
    public uint Blocks;
    public uint ContentCrc;
    public ulong Zero;
    public Hash256 FileHash;
}
