using DexExtra.Engine.Ledger;
using DexExtra.Messages;

namespace DexExtra.Engine.Custody;

/// <summary>K2: one withdrawal that the engine still answers for.</summary>
internal struct Withdrawal
{
    public RequestWithdrawal Request;
    public Hash32 TransactionHash;

    /// <summary>What is locked for it; 0 once it is over. Ledger units.</summary>
    public Int128 Locked;

    /// <summary>Venue-wide 1, 2, 3, …</summary>
    public ulong Id;
    public ulong ChainId;
    public ulong BlockNumber;
    public int Balance;

    /// <summary>Neighbours in order of creation, −1 = none.</summary>
    public int Previous;
    public int Next;

    /// <summary>Next younger one that is over, −1 = none.</summary>
    public int NextOver;
    public WithdrawalState State;
    public ushort FailureCode;

    public readonly bool IsOver => State is WithdrawalState.Final or WithdrawalState.Failed;

    /// <summary>The locked amount as a side of postings.</summary>
    [System.Diagnostics.CodeAnalysis.UnscopedRef]
    public LedgerEntry Entry => new(ref Locked, LedgerClass.Withdrawing);
}
