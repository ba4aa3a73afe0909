using DexExtra.Messages;
using DexExtra.Settlement.Outbox;

namespace DexExtra.Settlement.Lane;

/// <summary>A call that wants a nonce.</summary>
internal sealed record LaneCall(
    OutboxKind Kind, ulong First, ulong Last, uint Attempt, Address To, byte[] Data, ulong GasLimit);
