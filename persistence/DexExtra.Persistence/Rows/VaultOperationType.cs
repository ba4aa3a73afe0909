namespace DexExtra.Persistence.Rows;

/// <summary>Requirement words of entity 8 (S166–S169).</summary>
internal enum VaultOperationType
{
    Deposit = 1,
    Withdrawal = 2,

    /// <summary>From the account into a market's pool.</summary>
    Allocation = 3,

    /// <summary>From a market's pool to the account.</summary>
    Release = 4,
}
