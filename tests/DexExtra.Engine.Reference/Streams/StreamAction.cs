namespace DexExtra.Engine.Reference.Streams;

/// <summary>What a stream may send next.</summary>
internal enum StreamAction
{
    Order,
    List,
    Cancel,
    Amend,
    Replace,
    MassCancel,
    Unlock,
    Rules,
    State,
    Auction,
    Index,
    Deposit,
    Settlement,
    Listing,
    Tick,
    Garbage,
    SessionKey,
    OwnerAction,
    NewMarket,
    Life,
    Oracle,
    Block,
    Bust,
    Risk,
    Quote,
    Protection,
}
