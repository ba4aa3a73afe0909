using System.Globalization;

namespace DexExtra.Transport.Streams;

/// <summary>The names of a stream's files in the streams folder.</summary>
internal static class StreamFiles
{
    public const string SearchPattern = "*" + StreamExtension;
    private const string StreamExtension = ".stream";
    private const string LockExtension = ".lock";

    public static string StreamPath(string folder, uint sourceId) => InFolder(folder, sourceId, StreamExtension);

    /// <summary>The file a producer locks while it lives.</summary>
    public static string LockPath(string folder, uint sourceId) => InFolder(folder, sourceId, LockExtension);

    private static string InFolder(string folder, uint sourceId, string extension) =>
        Path.Combine(folder, sourceId.ToString(CultureInfo.InvariantCulture) + extension);
}
