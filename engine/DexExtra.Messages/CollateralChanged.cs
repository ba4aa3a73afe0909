using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: R4.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct CollateralChanged
{
    public const int SizeBytes = 32;

    public SetCollateral Request;
}
