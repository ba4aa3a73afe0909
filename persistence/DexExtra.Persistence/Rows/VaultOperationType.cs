namespace DexExtra.Persistence.Rows;

/// <summary>Requirement words of entity 8 (S166–S169), and what else moves collateral.</summary>
internal enum VaultOperationType
{
    Deposit = 1,
    Withdrawal = 2,

    /// <summary>From the account into a market's pool or a margin bucket.</summary>
    Allocation = 3,

    /// <summary>From a market's pool or a margin bucket to the account.</summary>
    Release = 4,
    TransferOut = 5,
    TransferIn = 6,
    FundIn = 7,
    FundOut = 8,
    LiquidationFee = 9,
    InsurancePaid = 10,
    LossSocialised = 11,
    GuaranteePaid = 12,
    CollateralSold = 13,
    CollateralProceeds = 14,
    FeeRefund = 15,

    /// <summary>A position was paid out at its market's result.</summary>
    Settlement = 16,

    /// <summary>X9: what owners force out of the vault, and what is locked for it.</summary>
    ForcedExit = 17,
}
