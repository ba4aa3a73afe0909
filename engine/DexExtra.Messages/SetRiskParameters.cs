using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: how a margin market asks for margin; for block trades and busts also other markets.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetRiskParameters
{
    public const int SizeBytes = 120;

    public uint MarketId;
    private readonly uint _padding4;
    public RiskParameters Parameters;
}
