namespace DexExtra.Snapshots.Image;

/// <summary>Takes the bytes of an image, piece by piece, in order.</summary>
public interface IImageSink
{
    void Write(ReadOnlySpan<byte> bytes);
}
