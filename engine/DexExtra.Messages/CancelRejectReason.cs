namespace DexExtra.Messages;

/// <summary>C5: the definite answers to a cancel that cancels nothing.</summary>
public enum CancelRejectReason : ushort
{
    UnknownOrder = 1,
    TooLateFilled = 2,
    TooLateCancelled = 3,
    TooLateExpired = 4,

    /// <summary>Mass cancel: the market of the filter does not exist.</summary>
    UnknownMarket = 5,

    /// <summary>Mass cancel: too many are still visiting orders.</summary>
    LimitReached = 6,

    /// <summary>Mass cancel: a filter is out of range or unknown.</summary>
    InvalidFilter = 7,

    /// <summary>The market's uncrossing takes several commands; ask again after it.</summary>
    MarketUncrossing = 8,

    // session keys (docs/money.md §17)

    /// <summary>No such grant of this owner, or it is over and forgotten.</summary>
    SessionKeyUnknown = 20,
    SessionKeyRevoked = 21,
    SessionKeyExpired = 22,

    /// <summary>Outside what was granted.</summary>
    SessionKeyScope = 23,
}
