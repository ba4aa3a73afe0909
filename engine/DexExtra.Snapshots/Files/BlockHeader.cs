using System.Runtime.InteropServices;

namespace DexExtra.Snapshots.Files;

/// <summary>
/// Head of a block. Stored bytes: 0 means that all are zeros, as many as raw means not compressed. The checksum is that
/// of the raw bytes, so that it also proves the decompression.
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 4, Size = SnapshotFormat.BlockHeaderBytes)]
internal struct BlockHeader
{
    public uint Number;
    public int RawBytes;
    public int StoredBytes;
    public uint RawCrc;
}
