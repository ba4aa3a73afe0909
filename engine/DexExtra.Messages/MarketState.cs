namespace DexExtra.Messages;

/// <summary>M1, B8: what a market accepts now; docs/matching.md has the table.</summary>
public enum MarketState : byte
{
    /// <summary>Created, not yet open: nothing is accepted.</summary>
    Pending = 1,
    OpeningAuction = 2,
    Continuous = 3,
    Auction = 4,
    ClosingAuction = 5,

    /// <summary>Cancels only.</summary>
    Halted = 6,

    /// <summary>Cancels, and amendments that only reduce the quantity.</summary>
    CancelOnly = 7,
    PostOnly = 8,
    ReduceOnly = 9,

    /// <summary>Cancels only; mark price and index stand still.</summary>
    Suspended = 10,

    /// <summary>Final for trading (M2): every order is cancelled.</summary>
    TradingTerminated = 11,

    /// <summary>M5: the oracle proposed a result that may be disputed.</summary>
    ResultProposed = 12,

    /// <summary>M6.</summary>
    Disputed = 13,

    /// <summary>M9: positions are being paid out.</summary>
    Settling = 14,

    /// <summary>Everything is paid out.</summary>
    Settled = 15,

    /// <summary>M12: its insurance has gone to the guarantee fund.</summary>
    Closed = 16,

    /// <summary>Never opened.</summary>
    Cancelled = 17,

    /// <summary>Created, not yet approved: nothing is accepted.</summary>
    Draft = 18,
}
