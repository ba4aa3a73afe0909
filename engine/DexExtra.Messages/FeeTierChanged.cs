using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: an owner’s tier, for fills from here on (F4).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct FeeTierChanged
{
    public const int SizeBytes = 40;

    public Address Owner;

    /// <summary>0 = none, else the number of the tier from 1.</summary>
    public uint Tier;

    /// <summary>Of the 30 days before.</summary>
    public Int128 Volume;
}
