namespace DexExtra.Snapshots.Image;

/// <summary>
/// An object graph holds something that an image cannot carry, or an image does not fit the graph it is read into. The
/// message is one line that begins with the path of the field.
/// </summary>
public sealed class ImageException(string path, string reason) : Exception($"{path}: {reason}")
{
    /// <summary>The field, as a path from the root.</summary>
    public string Path { get; } = path;
}
