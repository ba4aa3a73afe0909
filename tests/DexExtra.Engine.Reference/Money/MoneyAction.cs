namespace DexExtra.Engine.Reference.Money;

/// <summary>What a life of money may send next.</summary>
public enum MoneyAction
{
    Order,
    Quote,
    AnyOrder,
    List,
    Cancel,
    Amend,
    MassCancel,
    Unlock,
    Index,
    Deposit,
    Withdraw,
    WithdrawalUpdate,
    Transfer,
    Adjust,
    Mode,
    Fund,
    Collateral,
    CollateralPrice,
    Risk,
    RiskLimits,
    Query,
    State,
    Auction,
    Rules,
    Create,
    Block,
    Bust,
    Venue,
    FeeSchedule,
    WithdrawalLimits,
    Tick,
    Pause,

    /// <summary>A winner closes lots while his market shares a loss.</summary>
    Realise,

    /// <summary>X5, X9: an owner acts on chain without the venue.</summary>
    OwnerAction,

    /// <summary>He asks for one unit more than is free meanwhile.</summary>
    Probe,
}
