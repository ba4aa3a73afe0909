namespace DexExtra.Messages;

/// <summary>Why a balance changed without an order or trade; one vault operation each.</summary>
public enum BalanceChange : byte
{
    /// <summary>To another subaccount (U1).</summary>
    TransferOut = 1,
    TransferIn = 2,

    /// <summary>Into an isolated position.</summary>
    Allocated = 3,

    /// <summary>Out of an isolated position.</summary>
    Released = 4,

    /// <summary>From a fund.</summary>
    FundIn = 5,

    /// <summary>To a fund.</summary>
    FundOut = 6,

    /// <summary>L3: to the insurance.</summary>
    LiquidationFee = 7,

    /// <summary>The insurance paid a loss.</summary>
    InsurancePaid = 8,

    /// <summary>L2-6.</summary>
    LossSocialised = 9,

    /// <summary>The guarantee fund paid a loss.</summary>
    GuaranteePaid = 10,

    /// <summary>R4.</summary>
    CollateralSold = 11,

    /// <summary>R4.</summary>
    CollateralProceeds = 12,

    /// <summary>M7, F11.</summary>
    FeeRefund = 13,

    /// <summary>X9: an exit that the owner forced on chain, or what is locked for it; in reports only.</summary>
    ForcedExit = 14,
}
