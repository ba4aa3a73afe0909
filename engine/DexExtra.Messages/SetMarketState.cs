using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Command: an operator moves a market to a state that is not a call (B8, M1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct SetMarketState
{
    public const int SizeBytes = 8;

    public uint MarketId;
    public MarketState State;
    private readonly byte _padding1;
    private readonly ushort _padding2;
}
