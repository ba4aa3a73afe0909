using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: what the market accepts from here on, or a new end of its call (D1).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct MarketStateChanged
{
    public const int SizeBytes = 40;

    public ulong MarketSequence;
    public uint MarketId;
    public MarketState State;
    public AuctionKind Auction;
    public StateCause Cause;
    private readonly byte _padding1;

    /// <summary>Number of the call within the market, from 1; 0 outside calls.</summary>
    public ulong AuctionId;

    /// <summary>Engine time before which the call does not end; 0 outside calls.</summary>
    public long EarliestEndNs;
    private readonly ulong _padding8;
}
