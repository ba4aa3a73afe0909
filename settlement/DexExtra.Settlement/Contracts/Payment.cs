using DexExtra.Messages;

namespace DexExtra.Settlement.Contracts;

/// <summary>An approved withdrawal that the vault paid, amount in ledger units.</summary>
internal sealed record Payment(
    ulong WithdrawalId, AccountId Account, Address Token, UInt128 Amount, ulong BlockNumber, Hash32 TransactionHash);
