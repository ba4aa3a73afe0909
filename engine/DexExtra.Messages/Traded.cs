using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>Event: one match between a resting and an incoming order, at the resting order's price (O-LIMIT).</summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct Traded
{
    public const int SizeBytes = 432;

    /// <summary>Venue-wide 1, 2, 3, …: the order in which the chain must settle.</summary>
    public ulong MatchId;
    public ulong MarketSequence;
    public uint MarketId;
    public uint AssetId;

    /// <summary>Side of the incoming order.</summary>
    public Side Aggressor;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private readonly uint _padding4;
    public long PriceTicks;
    public long QuantityLots;

    /// <summary>The market's collateral pool after the trade; ledger units.</summary>
    public Int128 Pool;
    public TradeSide Buy;
    public TradeSide Sell;
}
