using System.Runtime.InteropServices;
using System.Security.Cryptography;

namespace DexExtra.Engine.Host;

/// <summary>
/// Random bits for command headers (G1), from the operating system in blocks: nobody outside can predict the end of a
/// call (A8) or the slices of an iceberg (I-ICE-5). Single thread.
/// </summary>
/// <param name="fill">Fills a block with random bytes.</param>
internal sealed class EntropySource(Action<Span<byte>> fill)
{
    private const int BlockWords = 512;

    private readonly ulong[] _block = new ulong[BlockWords];
    private int _next = BlockWords;

    public EntropySource()
        : this(RandomNumberGenerator.Fill)
    {
    }

    public ulong Next()
    {
        if (_next == _block.Length)
        {
            fill(MemoryMarshal.AsBytes(_block.AsSpan()));
            _next = 0;
        }

        return _block[_next++];
    }
}
