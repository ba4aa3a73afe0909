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
}
