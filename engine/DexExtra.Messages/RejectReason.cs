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
}
