using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>What became of a mined transaction.</summary>
internal sealed record TransactionReceipt(
    Hash32 TransactionHash, bool Succeeded, ulong BlockNumber, ulong GasUsed, Address? CreatedContract);
