using DexExtra.Journal;
using DexExtra.Snapshots.Image;

namespace DexExtra.Snapshots.Files;

/// <summary>
/// Cuts a stream of bytes into blocks and folds their checksums: equal images have equal digests. One thread.
/// </summary>
internal class ContentDigest : IImageSink
{
    private readonly byte[] _block = new byte[SnapshotFormat.BlockBytes];
    private int _filled;

    /// <summary>Blocks completed.</summary>
    public uint Blocks { get; private set; }

    public long Bytes { get; private set; }

    public uint Crc { get; private set; } = Crc32C.Seed;

    public void Write(ReadOnlySpan<byte> bytes)
    {
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, _block.Length - _filled);
            bytes[..count].CopyTo(_block.AsSpan(_filled));
            bytes = bytes[count..];
            _filled += count;
            if (_filled == _block.Length)
            {
                Complete();
            }
        }
    }

    /// <summary>Closes the last block, which may be shorter.</summary>
    public void Finish()
    {
        if (_filled > 0)
        {
            Complete();
        }
    }

    /// <summary>Called once per block, in order.</summary>
    protected virtual void OnBlock(uint number, ReadOnlySpan<byte> block, uint crc)
    {
    }

    private void Complete()
    {
        var block = _block.AsSpan(0, _filled);
        var crc = Crc32C.Append(Crc32C.Seed, block);
        OnBlock(Blocks, block, crc);
        Crc = Crc32C.Append(Crc, crc);
        Bytes += _filled;
        Blocks++;
        _filled = 0;
    }
}
