namespace DexExtra.Messages;

/// <summary>K2: where a withdrawal is.</summary>
public enum WithdrawalState : byte
{
    /// <summary>Locked, behind the gate (L6).</summary>
    Waiting = 1,

    /// <summary>Approved: the operator may sign.</summary>
    Locked = 2,
    Signed = 3,
    Sent = 4,

    /// <summary>Out of the ledger.</summary>
    Final = 5,

    /// <summary>Unlocked.</summary>
    Failed = 6,
}
