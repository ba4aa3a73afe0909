namespace DexExtra.Settlement.Chain;

/// <summary>What the node said to raw transaction bytes. An answer that never arrived is an exception
/// instead.</summary>
internal enum SendResult
{
    Accepted = 1,

    /// <summary>The same bytes are already in its pool or mined: as good as accepted.</summary>
    AlreadyKnown = 2,

    /// <summary>The nonce was used, by these or by other bytes: the receipt tells.</summary>
    NonceTooLow = 3,

    /// <summary>Other bytes with this nonce are pending and pay as much or more.</summary>
    Underpriced = 4,
    InsufficientFunds = 5,
    Refused = 6,
}
