using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DexExtra.Engine.Host;

/// <summary>
/// Random bits for command headers (G1), from the operating system in blocks: nobody outside can predict the end of a
/// call (A8) or the slices of an iceberg (I-ICE-5). Single thread.
/// </summary>
internal sealed class EntropySource
{
    private readonly ulong[] _block = new ulong[512];
    private int _next;

    public EntropySource() => _next = _block.Length;

    public ulong Next()
    {
        if (_next == _block.Length)
        {
            RandomNumberGenerator.Fill(MemoryMarshal.AsBytes(_block.AsSpan()));
            _next = 0;
        }

        return _block[_next++];
    }
}
