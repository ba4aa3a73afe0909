using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Event: one match, between a resting and an incoming order at the resting order's price (O-LIMIT), or of two
/// orders of an auction at its price (A7).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct Traded
{
    public const int SizeBytes = 520;

    /// <summary>Venue-wide 1, 2, 3, …: the order in which the chain must settle.</summary>
    public ulong MatchId;
    public ulong MarketSequence;
    public uint MarketId;
    public uint AssetId;

    /// <summary>Side of the incoming order; 0 in an auction.</summary>
    public Side Aggressor;
    public TradeFlags Flags;
    private readonly ushort _padding2;
    private readonly uint _padding4;

    /// <summary>F11: the trade that is taken back, else 0.</summary>
    public ulong BustedMatchId;

    /// <summary>The call it belongs to; 0 in continuous trading.</summary>
    public ulong AuctionId;
    public long PriceTicks;
    public long QuantityLots;

    /// <summary>Engine time of the match: of the command, or in an auction of its uncrossing (A7).</summary>
    public long MatchedNs;

    /// <summary>The market's collateral pool after the trade; ledger units.</summary>
    public Int128 Pool;
    public TradeSide Buy;
    public TradeSide Sell;
}
