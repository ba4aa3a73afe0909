namespace DexExtra.Messages;

/// <summary>
/// X5, X9: what an owner did on chain without the venue, or what came of it. Numbers are on disk for ever.
/// </summary>
public enum OwnerActionKind : byte
{
    /// <summary>One nonce of an account, in all versions.</summary>
    CancelNonce = 1,

    /// <summary>All nonces of an account below a number.</summary>
    CancelNoncesBelow = 2,

    /// <summary>Money is to leave the vault without the venue's approval.</summary>
    ExitRequested = 3,

    /// <summary>The vault paid, perhaps less than was asked.</summary>
    ExitPaid = 4,

    /// <summary>The owner gave up what had not been paid.</summary>
    ExitCancelled = 5,
}
