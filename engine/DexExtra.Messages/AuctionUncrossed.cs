using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: a call is over; its trades follow (A7).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct AuctionUncrossed
{
    public const int SizeBytes = 48;

    public ulong MarketSequence;
    public uint MarketId;

    /// <summary>0: nothing crossed, price and volume are 0 (A9).</summary>
    public byte HasPrice;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    public ulong AuctionId;
    public long PriceTicks;

    /// <summary>Lots that trade, prevented ones not counted.</summary>
    public long VolumeLots;

    /// <summary>S6: lots that only one owner could have traded with himself.</summary>
    public long PreventedLots;
}
