namespace DexExtra.Messages;

/// <summary>What enters the engine. Numbers are on disk for ever.</summary>
public enum CommandType : ushort
{
    NewOrder = 1,
    CancelOrder = 2,
    ListAsset = 3,
    CreateMarket = 4,
    Deposit = 5,
    SettlementUpdate = 6,

    /// <summary>No body: the passage of time, stamped by the sequencer when nothing else arrives.</summary>
    Tick = 7,
    NewOrderList = 8,
    AmendOrder = 9,
    ReplaceOrder = 10,
    MassCancel = 11,
    UnlockAccount = 12,
    SetTradingRules = 13,
    SetMarketState = 14,
    StartAuction = 15,
    SetIndexPrice = 16,
    SetFeeSchedule = 17,
    SetRiskParameters = 18,
    SetRiskLimits = 19,
    SetCollateral = 20,
    SetCollateralPrice = 21,
    FundTransfer = 22,
    SetMarginMode = 23,
    AdjustMargin = 24,
    Transfer = 25,
    RequestWithdrawal = 26,
    WithdrawalUpdate = 27,
    SetWithdrawalLimits = 28,
    OracleUpdate = 29,
    SetVenueState = 30,
    QueryMargin = 31,
    BlockTrade = 32,
    BustTrade = 33,
    SetSessionKey = 34,
    MassQuote = 40,
    SetQuoteProtection = 41,
}
