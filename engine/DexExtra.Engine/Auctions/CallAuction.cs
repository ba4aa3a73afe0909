using DexExtra.Messages;

namespace DexExtra.Engine.Auctions;

/// <summary>The call of one market: its clock and, while it uncrosses, its result (docs/matching.md §14).</summary>
internal struct CallAuction
{
    /// <summary>Number of the last call within the market, from 1.</summary>
    public ulong Id;
    public AuctionKind Kind;
    public CallPhase Phase;
    public bool IsEndDrawn;

    /// <summary>Engine time before which the call does not end.</summary>
    public long EarliestEndNs;

    /// <summary>Engine time of the end, once drawn (A8).</summary>
    public long EndNs;
    public uint RandomSeconds;
    public uint Extensions;

    // while uncrossing
    public long PriceTicks;
    public long OpenLots;
    public long UncrossedNs;

    /// <summary>A9: false if nothing crossed.</summary>
    public bool HasTraded;

    // A10: the last indication
    public long IndicatedNs;
    public long IndicatedPriceTicks;
    public long IndicatedVolumeLots;
    public long IndicatedSurplusLots;
    public bool IndicatedHasPrice;
    public bool IsIndicationDue;
}
