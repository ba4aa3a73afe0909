using System.Runtime.InteropServices;
using K4os.Compression.LZ4;

namespace DexExtra.Snapshots.Files;

/// <summary>Writes a stream of bytes as compressed blocks, each with its checksum. One thread.</summary>
internal sealed class BlockWriter(HashedOutput output) : ContentDigest
{
    private readonly byte[] _packed = new byte[LZ4Codec.MaximumOutputSize(SnapshotFormat.BlockBytes)];

    protected override void OnBlock(uint number, ReadOnlySpan<byte> block, uint crc)
    {
        var stored = Pack(block);
        var header = new BlockHeader
        {
            Number = number,
            RawBytes = block.Length,
            StoredBytes = stored.Length,
            RawCrc = crc,
        };
        output.Write(MemoryMarshal.AsBytes(new ReadOnlySpan<BlockHeader>(in header)));
        output.Write(stored);
    }

    /// <summary>Nothing for zeros; the block itself where compression does not help.</summary>
    private ReadOnlySpan<byte> Pack(ReadOnlySpan<byte> block)
    {
        if (!block.ContainsAnyExcept((byte)0))
        {
            return [];
        }

        var length = LZ4Codec.Encode(block, _packed.AsSpan());
        return length > 0 && length < block.Length ? _packed.AsSpan(0, length) : block;
    }
}
