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

    /// <summary>Shows a slice at a time (I-ICE).</summary>
    public bool IsIceberg { get; init; }

    /// <summary>
    /// Iceberg or child of a list: the engine says when and where it comes to a level and what it shows there.
    /// </summary>
    public bool IsPartlyHidden { get; init; }

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
