using System.Globalization;

namespace DexExtra.Snapshots.Files;

/// <summary>Constants and names of snapshot format v1 (byte diagrams: journal/FORMAT.md §3).</summary>
public static class SnapshotFormat
{
    public const int Version = 1;

    /// <summary>Snapshots that are kept.</summary>
    public const int Kept = 3;

    /// <summary>Bytes of the image in one block.</summary>
    internal const int BlockBytes = 64 << 10;

    internal const int BlockHeaderBytes = 16;
    internal const int HashBytes = 32;

    /// <summary>Streams that a header can name.</summary>
    internal const int MaxSources = 65_536;

    /// <summary>No layout is longer.</summary>
    internal const int MaxLayoutBytes = 256 << 20;

    /// <summary>"DXESNAPS" read as a little-endian number.</summary>
    internal const ulong Magic = 0x5350_414E_5345_5844;

    /// <summary>"SNAPSEND" read as a little-endian number.</summary>
    internal const ulong TrailerMagic = 0x444E_4553_5041_4E53;

    /// <summary>The file that is being written or verified.</summary>
    public const string UnfinishedName = "next.unfinished";
    private const string Extension = ".snapshot";
    private const int NameDigits = 20;

    /// <summary>File name of the snapshot behind a sequence.</summary>
    public static string Name(long sequence) => sequence.ToString("D20", CultureInfo.InvariantCulture) + Extension;

    /// <summary>The sequence in a snapshot's name; false for every other name.</summary>
    public static bool TryParse(string name, out long sequence)
    {
        sequence = 0;
        return name.Length == NameDigits + Extension.Length
            && name.EndsWith(Extension, StringComparison.Ordinal)
            && long.TryParse(
                name.AsSpan(0, NameDigits), NumberStyles.None, CultureInfo.InvariantCulture, out sequence);
    }
}
