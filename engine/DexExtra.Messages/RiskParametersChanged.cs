using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: R2, L2.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct RiskParametersChanged
{
    public const int SizeBytes = 128;

    public ulong MarketSequence;
    public uint MarketId;
    private readonly uint _padding4;
    public RiskParameters Parameters;
}
