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
}
