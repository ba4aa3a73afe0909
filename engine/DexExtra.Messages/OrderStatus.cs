namespace DexExtra.Messages;

/// <summary>G7 status words. Every terminal state has one machine-readable reason beside it.</summary>
public enum OrderStatus : byte
{
    New = 1,
    PartiallyFilled = 2,
    Filled = 3,

    /// <summary>By the user.</summary>
    Cancelled = 4,

    /// <summary>By the venue, see <see cref="CancelReason"/>.</summary>
    Stopped = 5,
    Expired = 6,
    Rejected = 7,

    /// <summary>A stop, or a pegged order without reference, that is not on the book.</summary>
    PendingTrigger = 8,

    /// <summary>T14: a child that waits for its parent.</summary>
    Dormant = 9,
}
