using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: R4.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CollateralPriceChanged
{
    public const int SizeBytes = 24;

    public SetCollateralPrice Request;
}
