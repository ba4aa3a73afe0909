using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: the venue’s fee tiers (F4); replaces the former ones.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetFeeSchedule
{
    public const int SizeBytes = 200;

    public FeeTiers Tiers;

    /// <summary>Tiers in use.</summary>
    public uint Count;
    private readonly uint _padding4;
}
