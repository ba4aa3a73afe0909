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
    UnknownAccount = 12,
    InsufficientFunds = 13,

    /// <summary>R3, R5: what would be left does not cover the initial margin.</summary>
    InsufficientMargin = 14,

    /// <summary>R5: a mode changes without open orders only.</summary>
    HasOpenOrders = 15,

    /// <summary>C10: too old or too far; a repeated one is ALREADY_APPLIED.</summary>
    InvalidNonce = 16,

    /// <summary>The venue settles trade by trade (EngineOptions.NettedSettlement).</summary>
    NotSupported = 17,

    /// <summary>M5: the result cannot be known yet.</summary>
    TooEarly = 18,
    UnknownMatch = 19,

    /// <summary>F11: older than 15 minutes, or on its way to the chain.</summary>
    TooLate = 20,

    /// <summary>F11.</summary>
    InsideNoCancelRange = 21,

    /// <summary>U3: an order of the block trade was refused.</summary>
    OrderRefused = 22,

    /// <summary>The key has a grant that is neither revoked nor expired: revoke it first.</summary>
    SessionKeyExists = 23,

    /// <summary>No such grant to revoke, or it is over and forgotten.</summary>
    SessionKeyUnknown = 24,

    /// <summary>ENG-06: it would break an invariant; an operator had replay pass over it (docs/RUNBOOK.md).</summary>
    SkippedByOperator = 25,
}
