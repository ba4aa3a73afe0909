using System.Runtime.InteropServices;
using DexExtra.Journal;
using DexExtra.Snapshots.Image;
using K4os.Compression.LZ4;

namespace DexExtra.Snapshots.Files;

/// <summary>
/// Reads what <see cref="BlockWriter"/> wrote; every block is verified before a byte of it is handed out. One thread.
/// </summary>
internal sealed class BlockReader(HashedInput input) : IImageSource
{
    private readonly byte[] _block = new byte[SnapshotFormat.BlockBytes];
    private readonly byte[] _packed = new byte[SnapshotFormat.BlockBytes];
    private int _start;
    private int _filled;
    private bool _isZero;

    /// <summary>Blocks read.</summary>
    public uint Blocks { get; private set; }

    /// <summary>Bytes handed out.</summary>
    public long Bytes { get; private set; }

    /// <summary>The fold of the checksums, as <see cref="ContentDigest"/> makes it.</summary>
    public uint Crc { get; private set; } = Crc32C.Seed;

    /// <summary>True when the last block is used up.</summary>
    public bool IsAtBoundary => _start == _filled;

    /// <exception cref="SnapshotException">A block is damaged or missing.</exception>
    public void Read(Span<byte> target)
    {
        Bytes += target.Length;
        while (!target.IsEmpty)
        {
            if (IsAtBoundary)
            {
                Next();
            }

            var count = Math.Min(target.Length, _filled - _start);
            Put(target[..count]);
            target = target[count..];
            _start += count;
        }
    }

    /// <summary>A table that is empty anyway is only looked at: its memory stays unused.</summary>
    private void Put(Span<byte> target)
    {
        if (!_isZero)
        {
            _block.AsSpan(_start, target.Length).CopyTo(target);
        }
        else if (target.ContainsAnyExcept((byte)0))
        {
            target.Clear();
        }
    }

    private void Next()
    {
        var at = input.Position;
        var header = default(BlockHeader);
        input.Read(MemoryMarshal.AsBytes(new Span<BlockHeader>(ref header)));
        if (header.Number != Blocks || header.RawBytes is < 1 or > SnapshotFormat.BlockBytes
            || header.StoredBytes < 0 || header.StoredBytes > header.RawBytes)
        {
            throw new SnapshotException(input.Path, at, $"block {Blocks}: its header is impossible");
        }

        var raw = _block.AsSpan(0, header.RawBytes);
        var stored = _packed.AsSpan(0, header.StoredBytes);
        input.Read(stored);
        _isZero = header.StoredBytes == 0;
        if (_isZero)
        {
            raw.Clear();
        }
        else if (header.StoredBytes == header.RawBytes)
        {
            stored.CopyTo(raw);
        }
        else if (LZ4Codec.Decode(stored, raw) != raw.Length)
        {
            throw new SnapshotException(input.Path, at, $"block {Blocks}: cannot be decompressed");
        }

        if (Crc32C.Append(Crc32C.Seed, raw) != header.RawCrc)
        {
            throw new SnapshotException(input.Path, at, $"block {Blocks}: checksum mismatch");
        }

        Crc = Crc32C.Append(Crc, header.RawCrc);
        (_start, _filled) = (0, header.RawBytes);
        Blocks++;
    }
}
