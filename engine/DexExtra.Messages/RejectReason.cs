namespace DexExtra.Messages;

/// <summary>
/// Why a new order was refused, by the gateway (1–99) or the engine (100 and up). Stable numbers; the public code is
/// the name in UPPER_SNAKE_CASE (<see cref="Codes"/>), the same on the binary protocol and over REST.
/// </summary>
public enum RejectReason : ushort
{
    None = 0,

    // gateway: form, signature, session
    Malformed = 1,
    InvalidSignature = 2,
    MalleatedSignature = 3,
    WrongSigner = 4,
    WrongDomain = 5,
    RateLimited = 6,
    EngineUnavailable = 7,
    NotAuthorised = 8,
    Overloaded = 9,

    /// <summary>ENG-06: the venue passed over the command; nothing happened.</summary>
    SkippedByOperator = 10,

    // engine, in gate order G2
    DuplicateClientId = 100,
    UnknownAccount = 101,
    UnknownMarket = 102,
    NonceReused = 103,
    NonceTooOld = 104,
    NonceTooFar = 105,
    ExpiredOnEntry = 106,
    UnsupportedCombination = 107,
    PriceOffTick = 108,
    QuantityOffLot = 109,
    QuantityOutOfRange = 110,
    PriceOutOfBounds = 111,
    FeeCapTooLow = 112,
    LimitReached = 113,
    InsufficientFunds = 114,
    NoLiquidity = 115,
    FokNotFillable = 116,
    SelfTrade = 117,
    SettlementBacklog = 118,
    PostOnlyWouldCross = 119,
    NothingToReduce = 120,
    ReduceOnlyTooLarge = 121,

    /// <summary>The market's state does not accept this order.</summary>
    MarketStateForbids = 122,

    /// <summary>A1: not in a call.</summary>
    NotInAuction = 123,

    /// <summary>O-GFA: only in a call.</summary>
    OnlyInAuction = 124,

    /// <summary>B2.</summary>
    PriceOutsideBand = 125,
    MinQuantityNotMet = 126,

    /// <summary>I-ICE-4.</summary>
    DisplayQuantityInvalid = 127,

    /// <summary>T6: the limit is on the wrong side of the trigger.</summary>
    BadStopLimit = 128,

    /// <summary>T2.</summary>
    WouldTriggerImmediately = 129,

    /// <summary>A value of the instructions is off its grid or outside its range.</summary>
    InvalidInstructions = 130,

    /// <summary>Another order of the list was refused.</summary>
    ListRejected = 131,

    /// <summary>The orders do not form a list of this kind.</summary>
    InvalidOrderList = 132,
    AccountLocked = 133,

    // amend and replace
    UnknownOrder = 134,
    TooLateFilled = 135,
    TooLateCancelled = 136,
    TooLateExpired = 137,

    /// <summary>C4: sign a new version.</summary>
    OutsideSignedOrder = 138,

    /// <summary>C4: not the same slot, or not the next version.</summary>
    BadVersion = 139,

    /// <summary>The order, or this field of it, cannot be amended.</summary>
    NotAmendable = 140,

    /// <summary>O-BUDGET: not even one lot.</summary>
    BudgetTooSmall = 141,
    VenueHalted = 142,

    /// <summary>R7.</summary>
    ConfirmLargeRequired = 143,

    /// <summary>R6, as those that follow.</summary>
    OrderValueTooLarge = 144,
    OpenOrderLimit = 145,
    PositionLimit = 146,
    OpenInterestLimit = 147,
    DailyLossLimit = 148,

    /// <summary>R2: the unit has not enough free.</summary>
    InsufficientMargin = 149,

    /// <summary>B7: no new risk without a fresh mark.</summary>
    MarkStale = 150,

    /// <summary>L7.</summary>
    InLiquidation = 151,

    /// <summary>X5: its owner cancelled the nonce on chain, alone or with all below.</summary>
    NonceCancelled = 152,

    /// <summary>X9: a forced exit may still take more than the engine could lock.</summary>
    ForcedExitPending = 153,

    // session keys (docs/money.md §17)

    /// <summary>No such grant of this owner, or it is over and forgotten.</summary>
    SessionKeyUnknown = 160,
    SessionKeyRevoked = 161,
    SessionKeyExpired = 162,

    /// <summary>Outside what was granted: action, subaccount, market, or an order that may outlive the grant.</summary>
    SessionKeyScope = 163,

    // quotes (C12)

    /// <summary>The sides are not one buy and one sell that may rest, of this account and market.</summary>
    InvalidQuote = 170,

    /// <summary>The quote set has no protection yet: SetQuoteProtection makes it.</summary>
    QuoteSetUnknown = 171,

    /// <summary>A limit of its protection was reached; wait or reset.</summary>
    QuoteSetFrozen = 172,

    /// <summary>The side would trade with the other side of its own quote.</summary>
    QuoteCrossesItself = 173,
}
