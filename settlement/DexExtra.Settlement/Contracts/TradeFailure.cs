namespace DexExtra.Settlement.Contracts;

/// <summary>Why the contract did not settle a trade: TradeFailure of TradeTypes.sol, number for number.</summary>
internal enum TradeFailure : ushort
{
    None = 0,
    MarketUnknown = 1,
    MarketMismatch = 2,
    SideMismatch = 3,
    OrderUnsupported = 4,
    VersionUnsupported = 5,
    QuantityOutOfRange = 6,
    PriceOutOfRange = 7,
    LimitViolated = 8,
    OrderExpired = 9,
    FeeOverCap = 10,
    Overfilled = 11,
    SlotTaken = 12,
    SignatureInvalid = 13,
    SignatureHighS = 14,
    SignerMismatch = 15,
    CashNotExact = 16,
    BalanceInsufficient = 17,
    PoolInsufficient = 18,
    VersionSuperseded = 19,
    ListInvalid = 20,
    SessionKeyUnknown = 21,
    SessionKeyScope = 22,
    SessionKeyRevoked = 23,
    OrderCancelled = 24,
}
