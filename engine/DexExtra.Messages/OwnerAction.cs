using System.Runtime.InteropServices;

namespace DexExtra.Messages;

/// <summary>
/// Command: what an owner did on chain without the venue, from a final block (X5, X9; docs/money.md §21).
/// </summary>
[StructLayout(LayoutKind.Sequential, Pack = 8, Size = SizeBytes)]
public struct OwnerAction
{
    public const int SizeBytes = 136;

    /// <summary>1, 2, 3, … per chain, in order of its blocks and logs.</summary>
    public ulong ActionId;
    public ulong ChainId;
    public AccountId Account;

    /// <summary>Of an exit, else zero.</summary>
    public Address Token;
    public uint LogIndex;

    /// <summary>Of an exit, ledger units: what was asked for, paid, or given up. Else 0.</summary>
    public Int128 Amount;

    /// <summary>The nonce, the smallest nonce that stays valid, or the number of the exit.</summary>
    public ulong Number;
    public ulong BlockNumber;
    public Hash32 TransactionHash;
    public OwnerActionKind Kind;
    private readonly byte _padding1;
    private readonly ushort _padding2;
    private readonly uint _padding4;
}
