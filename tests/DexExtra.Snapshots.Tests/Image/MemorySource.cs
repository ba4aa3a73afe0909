using DexExtra.Snapshots.Image;

namespace DexExtra.Snapshots.Tests.Image;

/// <summary>An image in memory, being read.</summary>
internal sealed class MemorySource(byte[] bytes) : IImageSource
{
    public int Position { get; private set; }

    public void Read(Span<byte> target)
    {
        bytes.AsSpan(Position, target.Length).CopyTo(target);
        Position += target.Length;
    }
}
