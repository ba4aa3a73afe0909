namespace DexExtra.Snapshots.Image;

/// <summary>Gives the bytes of an image back, in the order in which they were written.</summary>
public interface IImageSource
{
    /// <summary>Fills the whole target with the next bytes.</summary>
    void Read(Span<byte> target);
}
