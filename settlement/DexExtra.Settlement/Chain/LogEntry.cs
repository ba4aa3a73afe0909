using DexExtra.Messages;

namespace DexExtra.Settlement.Chain;

/// <summary>One event log of a contract and where it stands.</summary>
internal sealed record LogEntry(
    Address Contract,
    IReadOnlyList<Hash32> Topics,
    byte[] Data,
    ulong BlockNumber,
    Hash32 TransactionHash,
    uint LogIndex);
