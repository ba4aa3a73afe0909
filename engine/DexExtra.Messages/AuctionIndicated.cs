using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: what the call would give now; indicative only (A10).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct AuctionIndicated
{
    public const int SizeBytes = 48;

    public ulong MarketSequence;
    public uint MarketId;

    /// <summary>Side with more lots at the price; 0 = none.</summary>
    public Side SurplusSide;

    /// <summary>0: nothing would trade, price and volume are 0.</summary>
    public byte HasPrice;
    private readonly ushort _padding2;
    public ulong AuctionId;
    public long PriceTicks;
    public long VolumeLots;
    public long SurplusLots;
}
