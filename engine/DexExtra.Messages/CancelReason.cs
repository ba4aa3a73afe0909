namespace DexExtra.Messages;

/// <summary>Why an order or its remainder left the book.</summary>
public enum CancelReason : ushort
{
    /// <summary>The owner asked.</summary>
    User = 1,

    /// <summary>O-IOC / O-MKT: what could not trade at once.</summary>
    ImmediateRemainder = 2,

    /// <summary>O-GTDX: the signed expiry passed.</summary>
    Expired = 3,

    /// <summary>S2: the order met an order of its own owner, and the mode of the incoming one chose this.</summary>
    SelfTrade = 4,

    /// <summary>The command reached Limits.MaxFillsPerCommand; what is left must be sent again.</summary>
    FillLimit = 5,

    /// <summary>I-RO-2: lots beyond what the position lets a reduce-only order close.</summary>
    ReduceOnlyCap = 6,

    /// <summary>O-DAY: the trading day ended.</summary>
    SessionEnd = 7,

    /// <summary>O-GFA: the call ended.</summary>
    AuctionEnd = 8,

    /// <summary>O-GFN: a call began.</summary>
    ContinuousEnd = 9,

    /// <summary>B3: beyond the execution band.</summary>
    ExecutionBand = 10,

    /// <summary>T12, T13: another leg of its list filled or ended.</summary>
    LinkedOrder = 11,

    /// <summary>T14: its parent ended without the fills it waited for.</summary>
    ParentEnded = 12,

    /// <summary>I-RO-4, T9: its position is flat or on the other side.</summary>
    PositionClosed = 13,

    /// <summary>C2: its new quantity is not above what has filled.</summary>
    AmendedBelowFilled = 14,

    /// <summary>C6.</summary>
    MassCancel = 15,

    /// <summary>The order fired but could not enter; Detail says why.</summary>
    TriggerFailed = 16,

    /// <summary>O-TWAP: its duration is over.</summary>
    TwapEnded = 17,

    /// <summary>M2: trading in the market ended.</summary>
    MarketClosed = 18,

    /// <summary>O-BUDGET: lots beyond what the budget buys.</summary>
    Budget = 19,

    /// <summary>Q2: its price is not on the market's new price grid.</summary>
    TickChanged = 20,

    /// <summary>L2.</summary>
    Liquidation = 21,

    /// <summary>The grant of the session key that signed it was taken back.</summary>
    SessionKeyRevoked = 30,

    /// <summary>X5: its owner cancelled it on chain, without the venue.</summary>
    CancelledOnChain = 31,

    /// <summary>X9: its owner forces out of the vault what the order could spend.</summary>
    ForcedExit = 32,

    /// <summary>C12: a newer quote, or none, took its place.</summary>
    QuoteReplaced = 40,

    /// <summary>C12: a limit of its quote set was reached.</summary>
    QuoteProtection = 41,
}
