using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>F4: discounts from a 30-day volume on.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct FeeTier
{
    public const int SizeBytes = 24;

    /// <summary>Least volume: Σ lots × (cap − floor) × tick value, ledger units.</summary>
    public Int128 MinVolume;
    public uint TakerDiscountBp;
    public uint MakerDiscountBp;
}
