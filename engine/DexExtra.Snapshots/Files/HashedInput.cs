using System.Security.Cryptography;
using DexExtra.Journal.Storage;

namespace DexExtra.Snapshots.Files;

/// <summary>Reads a file from its beginning by large reads, hashing what it hands out. One thread.</summary>
internal sealed class HashedInput(IStorageFile file) : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _start;
    private int _filled;

    public string Path => file.Path;

    /// <summary>Offset of the next byte.</summary>
    public long Position { get; private set; }

    public long Left => file.LengthBytes - Position;

    /// <exception cref="SnapshotException">The file ends before.</exception>
    public void Read(Span<byte> target)
    {
        var rest = target;
        while (!rest.IsEmpty)
        {
            if (_start == _filled)
            {
                Fill();
            }

            var count = Math.Min(rest.Length, _filled - _start);
            _buffer.AsSpan(_start, count).CopyTo(rest);
            rest = rest[count..];
            _start += count;
            Position += count;
        }

        _hash.AppendData(target);
    }

    /// <summary>Hash of everything handed out until now.</summary>
    public Hash256 CurrentHash() => Hash256.From(_hash.GetCurrentHash());

    public void Dispose() => _hash.Dispose();

    private void Fill()
    {
        _start = 0;
        _filled = file.ReadAt(_buffer, Position);
        if (_filled == 0)
        {
            throw new SnapshotException(file.Path, Position, "the file ends inside the snapshot");
        }
    }
}
