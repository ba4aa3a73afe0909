using System.Globalization;
using DexExtra.Journal.Archive;
using DexExtra.Journal.Storage;

namespace DexExtra.Journal.Inspection;

/// <summary>An event segment file by its name.</summary>
public sealed record EventSegmentInfo(string File, long FirstSequence)
{
    private const string Extension = ".events";

    /// <summary>The segments of a folder behind the archived ones, oldest first, by their names.</summary>
    /// <exception cref="StorageException">The folder cannot be listed, or its manifest is damaged.</exception>
    public static List<EventSegmentInfo> List(IStorage storage, string folder)
    {
        long archived = ArchiveManifest.Read(storage, folder) is [.., var last] ? last.LastSequence : 0;
        List<EventSegmentInfo> found = [];
        foreach (string file in storage.ListFiles(folder))
        {
            ReadOnlySpan<char> stem = file.AsSpan(0, Math.Max(0, file.Length - Extension.Length));
            if (file.EndsWith(Extension, StringComparison.Ordinal)
                && long.TryParse(stem, NumberStyles.None, CultureInfo.InvariantCulture, out long first)
                && first > archived)
            {
                found.Add(new EventSegmentInfo(file, first));
            }
        }
        found.Sort((left, right) => left.FirstSequence.CompareTo(right.FirstSequence));
        return found;
    }
}
