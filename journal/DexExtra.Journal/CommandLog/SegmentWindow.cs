using DexExtra.Journal.Storage;

namespace DexExtra.Journal.CommandLog;

/// <summary>
/// Sliding view of one segment file, filled by large sequential reads. A span is valid until the next call. Grows to
/// the largest batch asked for. One thread.
/// </summary>
internal sealed class SegmentWindow
{
    private const int ChunkBytes = 4 << 20;

    private byte[] _buffer = [];
    private IStorageFile? _file;
    private long _offset;
    private int _filled;

    public long LengthBytes { get; private set; }

    public void Attach(IStorageFile file)
    {
        _file = file;
        LengthBytes = file.LengthBytes;
        _offset = 0;
        _filled = 0;
    }

    /// <summary>Bytes at the offset; shorter than asked only at the end of the file.</summary>
    public ReadOnlySpan<byte> Get(long offset, int lengthBytes)
    {
        int available = (int)Math.Min(lengthBytes, LengthBytes - offset);
        if (offset < _offset || offset + available > _offset + _filled)
        {
            Fill(offset, available);
        }
        return _buffer.AsSpan((int)(offset - _offset), available);
    }

    /// <summary>
    /// Offset behind the last byte from <paramref name="offset"/> on that is not zero; −1 when all are.
    /// </summary>
    public long FindEndOfNonZero(long offset)
    {
        long end = -1;
        while (offset < LengthBytes)
        {
            ReadOnlySpan<byte> chunk = Get(offset, ChunkBytes);
            int last = chunk.LastIndexOfAnyExcept((byte)0);
            end = last >= 0 ? offset + last + 1 : end;
            offset += chunk.Length;
        }
        return end;
    }

    private void Fill(long offset, int needed)
    {
        int wanted = (int)Math.Min(Math.Max(needed, ChunkBytes), LengthBytes - offset);
        if (_buffer.Length < wanted)
        {
            _buffer = GC.AllocateUninitializedArray<byte>(wanted);
        }
        int read = _file!.ReadAt(_buffer.AsSpan(0, wanted), offset);
        if (read < needed)
        {
            throw new StorageException(
                "pread", _file.Path, offset + read, 0, "the file became shorter while it was read");
        }
        _offset = offset;
        _filled = read;
    }
}
