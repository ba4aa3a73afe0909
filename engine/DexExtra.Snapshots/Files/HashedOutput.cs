using System.Security.Cryptography;
using DexExtra.Journal.Storage;

namespace DexExtra.Snapshots.Files;

/// <summary>
/// Writes a file from its beginning, hashing what it writes. Synced in small steps, so that the command log's own sync
/// never waits behind a whole snapshot. One thread.
/// </summary>
internal sealed class HashedOutput(IStorageFile file) : IDisposable
{
    private const int BufferBytes = 1 << 20;

    private readonly IncrementalHash _hash = IncrementalHash.CreateHash(HashAlgorithmName.SHA256);
    private readonly byte[] _buffer = new byte[BufferBytes];
    private int _filled;

    /// <summary>Bytes written and waiting.</summary>
    public long Position { get; private set; }

    public void Write(ReadOnlySpan<byte> bytes)
    {
        _hash.AppendData(bytes);
        while (!bytes.IsEmpty)
        {
            var count = Math.Min(bytes.Length, _buffer.Length - _filled);
            bytes[..count].CopyTo(_buffer.AsSpan(_filled));
            bytes = bytes[count..];
            _filled += count;
            Position += count;
            if (_filled == _buffer.Length)
            {
                Flush();
            }
        }
    }

    /// <summary>Hash of everything written until now.</summary>
    public Hash256 CurrentHash() => Hash256.From(_hash.GetCurrentHash());

    /// <summary>Puts everything on stable storage.</summary>
    public void Flush()
    {
        if (_filled > 0)
        {
            file.WriteAt(_buffer.AsSpan(0, _filled), Position - _filled);
            _filled = 0;
            file.SyncData();
        }
    }

    public void Dispose() => _hash.Dispose();
}
