using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a new value of the market's external index.</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct IndexPriceChanged
{
    public const int SizeBytes = 24;

    public ulong MarketSequence;
    public uint MarketId;
    private readonly uint _padding4;
    public long PriceTicks;
}
