using System.Buffers.Binary;

namespace DexExtra.Chaos.Watch;

/// <summary>
/// Finds batches by reading the pages of the segment files, with nothing of the journal's own code: a second opinion
/// about what was written where. Checks no checksum.
/// </summary>
internal static class JournalPages
{
    private const int PageBytes = 4096;
    private const int BatchNumberAt = 24;
    private const int FirstSequenceAt = 32;
    private const int LastSequenceAt = 40;

    /// <summary>Every batch of every segment, by batch number; copies of a takeover come after their original.</summary>
    public static List<BatchPlace> Find(string journalFolder)
    {
        var found = new List<BatchPlace>();
        foreach (var file in Directory.GetFiles(journalFolder, "*.journal").Order(StringComparer.Ordinal))
        {
            var bytes = File.ReadAllBytes(file);
            for (var offset = 0; offset + PageBytes <= bytes.Length; offset += PageBytes)
            {
                if (bytes.AsSpan(offset).StartsWith("DXEBATCH"u8))
                {
                    found.Add(Place(file, offset, bytes.AsSpan(offset)));
                }
            }
        }

        return [.. found.OrderBy(batch => batch.Batch).ThenBy(batch => batch.File, StringComparer.Ordinal)];
    }

    /// <summary>The batch at one place; null when none stands there.</summary>
    public static BatchPlace? At(string file, long offset)
    {
        using var stream = File.OpenRead(file);
        var bytes = new byte[LastSequenceAt + sizeof(long)];
        stream.Position = offset;
        stream.ReadAtLeast(bytes, bytes.Length, throwOnEndOfStream: false);
        return bytes.AsSpan().StartsWith("DXEBATCH"u8) ? Place(file, offset, bytes) : null;
    }

    private static BatchPlace Place(string file, long offset, ReadOnlySpan<byte> header) => new(
        file, offset,
        BinaryPrimitives.ReadInt64LittleEndian(header[BatchNumberAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[FirstSequenceAt..]),
        BinaryPrimitives.ReadInt64LittleEndian(header[LastSequenceAt..]));
}
