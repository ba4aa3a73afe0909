namespace DexExtra.Messages;

/// <summary>What leaves the engine. Numbers are on disk for ever.</summary>
public enum EventType : ushort
{
    AssetListed = 1,
    MarketCreated = 2,
    OrderAccepted = 3,
    OrderRejected = 4,
    OrderStatusReported = 5,
    Traded = 6,
    OrderCancelled = 7,
    CancelRejected = 8,
    LevelChanged = 9,
    DepositCredited = 10,
    SettlementChanged = 11,
    CommandRejected = 12,
    PreventedMatch = 13,
    OrderReduced = 14,
    OrderTriggered = 15,
    OrderActivated = 16,
    OrderRepriced = 17,
    OrderAmended = 18,
    OrderReplaced = 19,
    AmendRejected = 20,
    MassCancelled = 21,
    AccountLockChanged = 22,
    MarketStateChanged = 23,
    AuctionIndicated = 24,
    AuctionUncrossed = 25,
    MarkPriceChanged = 26,
    IndexPriceChanged = 27,
    TradingRulesChanged = 28,
}
