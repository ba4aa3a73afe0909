using DexExtra.Engine.Reference.Auctions;
using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>A call auction, from its start to the end of its uncrossing.</summary>
public sealed class ReferenceCall(AuctionKind kind, ulong id, long earliestEndNs, uint randomSeconds)
{
    public AuctionKind Kind { get; } = kind;

    public ulong Id { get; } = id;

    public long EarliestEndNs { get; set; } = earliestEndNs;

    public uint RandomSeconds { get; set; } = randomSeconds;

    /// <summary>A8: null until drawn.</summary>
    public long? EndNs { get; set; }

    public uint Extensions { get; set; }

    /// <summary>A5: outside the collar after the last extension; tested again each second.</summary>
    public bool IsStuck { get; set; }

    /// <summary>When its price was last outside the collar.</summary>
    public long TestedSecond { get; set; }

    /// <summary>Allocations are fixed and not all done.</summary>
    public bool IsUncrossing { get; set; }

    /// <summary>A6: allotments still to be found.</summary>
    public int ToAllot { get; set; }

    /// <summary>S6: allotments of the owner with an excess still to be found.</summary>
    public int ToCollect { get; set; }

    public long MatchedNs { get; set; }

    public long PriceTicks { get; set; }

    /// <summary>A9: something crossed.</summary>
    public bool HasPrice { get; set; }

    public bool HasTraded { get; set; }

    public Queue<PreventedPair> Prevented { get; } = new();

    public Queue<AuctionFill> Fills { get; } = new();

    public Dictionary<long, ReferenceOrder> Orders { get; } = [];

    /// <summary>Lots of each order that the uncrossing will still take.</summary>
    public Dictionary<long, long> Allotted { get; } = [];

    public bool HasWork => Prevented.Count > 0 || Fills.Count > 0;

    public long AllottedLots(ReferenceOrder order) => Allotted.GetValueOrDefault(order.OrderId);

    public void Allot(AuctionOrder order, long lots)
    {
        Allotted[order.OrderId] = Allotted.GetValueOrDefault(order.OrderId) + lots;
        Orders[order.OrderId].WaitsForUncrossing &= Allotted[order.OrderId] > 0;
    }

    /// <summary>All fills are done; the sweep of GOOD_FOR_AUCTION orders runs.</summary>
    public bool IsCleaning { get; set; }
}
