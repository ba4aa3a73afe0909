using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: an asset backs positions settled in another (R4, C13).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetCollateral
{
    public const int SizeBytes = 32;

    public uint AssetId;
    public uint BackedAssetId;
    public uint HaircutBp;

    /// <summary>Age from which its price counts as none; 0 = never.</summary>
    public uint MaxAgeSeconds;

    /// <summary>Most that one account’s holding counts, ledger units of the backed asset.</summary>
    public Int128 Cap;
}
