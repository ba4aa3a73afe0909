using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: a deposit that is final on chain. The vault numbers deposits 1, 2, 3, …, and the engine takes them in
/// that order only, so one counter is the whole idempotency state (K4).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct Deposit
{
    public const int SizeBytes = 120;

    public ulong DepositId;
    public AccountId Account;
    public Address Token;
    public uint LogIndex;

    /// <summary>Ledger units (1e-8), positive.</summary>
    public Int128 Amount;
    public Hash32 TransactionHash;
    public ulong BlockNumber;
    public ulong ChainId;
}
