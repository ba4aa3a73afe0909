using System.Buffers;
using DexExtra.Snapshots.Image;

namespace DexExtra.Snapshots.Tests.Image;

/// <summary>An image in memory, being written.</summary>
internal sealed class MemorySink : IImageSink
{
    private readonly ArrayBufferWriter<byte> _bytes = new();

    public void Write(ReadOnlySpan<byte> bytes) => _bytes.Write(bytes);

    public byte[] ToArray() => _bytes.WrittenSpan.ToArray();
}
