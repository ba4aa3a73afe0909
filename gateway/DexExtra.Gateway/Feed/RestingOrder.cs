using DexExtra.Messages;

namespace DexExtra.Gateway.Feed;

/// <summary>What the order-by-order feed knows of one live order. Belongs to <see cref="OrderQueues"/>.</summary>
internal sealed class RestingOrder(long orderId, Side side)
{
    public long OrderId { get; } = orderId;

    public Side Side { get; } = side;

    public long PriceTicks { get; set; }

    public long LeavesLots { get; set; }

    /// <summary>T14: lots that wait for fills of the parent; part of the leaves, not of the book.</summary>
    public long WaitingLots { get; set; }

    public long ActiveLots => LeavesLots - WaitingLots;

    /// <summary>Lots of one slice; 0 = shows everything.</summary>
    public long DisplayLots { get; set; }

    /// <summary>I-ICE-5: slices vary, so that a new one is known by its level's total only.</summary>
    public bool Varies { get; set; }

    /// <summary>False for what never stands in the book: TWAP, all-or-none.</summary>
    public bool IsShown { get; init; }

    /// <summary>Live and neither waiting for a trigger, a parent nor a reference.</summary>
    public bool IsActive { get; set; }

    /// <summary>Public id of the slice that stands in the book; 0 when it does not.</summary>
    public ulong PublicId { get; set; }

    public long ShownLots { get; set; }

    /// <summary>What was last told.</summary>
    public ulong ToldId { get; set; }

    public long ToldLots { get; set; }

    public (Side Side, long PriceTicks) Level { get; set; }
}
