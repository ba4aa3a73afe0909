namespace DexExtra.Ring;

/// <summary>
/// Distances that keep two threads' hot fields on different cache lines. 128 bytes, not 64: the adjacent-line
/// prefetcher of current x64 cores pulls lines in pairs, and some arm64 cores have 128-byte lines.
/// </summary>
internal static class Padding
{
    /// <summary>Bytes that two independently written fields must be apart.</summary>
    public const int LineBytes = 128;

    /// <summary>Unused bytes before and after a padded 8-byte field.</summary>
    public const int Bytes = LineBytes - sizeof(long);

    /// <summary>Array slots left free at both ends of the ring's entries so that neighbours on the heap do not
    /// share a line with the first or last entry.</summary>
    public const int EntrySlots = LineBytes / sizeof(long);
}
