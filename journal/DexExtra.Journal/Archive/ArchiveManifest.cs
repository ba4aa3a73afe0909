using System.Text.Json;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Archive;

/// <summary>
/// What was moved out of a log's folder, oldest first: file <c>archive.manifest</c>, the same lines in the log's folder
/// and in the archive (journal/FORMAT.md §4). The line in the log's folder is what makes a segment archived.
/// </summary>
public static class ArchiveManifest
{
    public const string FileName = "archive.manifest";

    private static readonly JsonSerializerOptions Format = new() { PropertyNamingPolicy = JsonNamingPolicy.CamelCase };

    /// <summary>Oldest first; empty when nothing was ever archived.</summary>
    /// <exception cref="StorageException">The manifest is damaged or cannot be read.</exception>
    public static List<ArchivedSegment> Read(IStorage storage, string folder)
    {
        try
        {
            return
            [
                .. ChainedLines.Read(storage, folder, FileName)
                    .Select(text => JsonSerializer.Deserialize<ArchivedSegment>(text, Format)!),
            ];
        }
        catch (JsonException e)
        {
            string path = Path.Combine(folder, FileName);
            throw new StorageException("read", path, -1, 0, e.Message.ReplaceLineEndings(" "));
        }
    }

    internal static void Append(IStorage storage, string folder, ArchivedSegment segment)
        => ChainedLines.Append(storage, folder, FileName, JsonSerializer.Serialize(segment, Format));
}
