namespace DexExtra.Settlement.Contracts;

/// <summary>Why a withdrawal ended without a payment (FailureCode of WithdrawalUpdate). Numbers are on disk.</summary>
internal enum WithdrawalFailure : ushort
{
    /// <summary>The approval's deadline passed in a final block without a payment.</summary>
    Expired = 1,

    /// <summary>The recipient is not the account itself, and the vault pays nobody else: never approved.</summary>
    RecipientRefused = 2,
}
