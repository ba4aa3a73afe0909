using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: price of an asset that backs another.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetCollateralPrice
{
    public const int SizeBytes = 24;

    public uint AssetId;
    private readonly uint _padding4;

    /// <summary>Ledger units of the backed asset per 1e8 ledger units.</summary>
    public Int128 Price;
}
