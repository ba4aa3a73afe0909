namespace DexExtra.Messages;

/// <summary>Why an administrative, custody or settlement command had no effect.</summary>
public enum CommandRejectReason : ushort
{
    /// <summary>The same command took effect earlier (K4); the sender may move on.</summary>
    AlreadyApplied = 1,

    /// <summary>A deposit or match id beyond the next expected one; the sender must fill the gap first.</summary>
    Gap = 2,
    UnknownAsset = 3,
    AssetExists = 4,
    MarketExists = 6,
    InvalidParameters = 7,
    IllegalTransition = 8,
    LimitReached = 9,
    UnknownCommand = 10,
    UnknownMarket = 11,
}
