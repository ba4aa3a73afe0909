using DexExtra.Settlement.Chain;
using DexExtra.Settlement.Outbox;

namespace DexExtra.Settlement.Lane;

/// <summary>An outbox entry with what the chain was last seen to say about it. Rebuilt from the chain at each
/// start.</summary>
internal sealed class LaneEntry(OutboxEntry entry, long nowMs)
{
    public OutboxEntry Entry { get; } = entry;

    /// <summary>Null while no variant is in a block.</summary>
    public TransactionReceipt? Receipt { get; set; }

    /// <summary>When bytes were last given to the node, monotonic milliseconds; null: not by this process.</summary>
    public long? SentAtMs { get; set; }

    /// <summary>When this process began to wait for the newest variant, monotonic milliseconds.</summary>
    public long WaitingSinceMs { get; set; } = nowMs;

    /// <summary>The node holds other bytes with this nonce: only higher fees get in.</summary>
    public bool IsUnderpriced { get; set; }

    /// <summary>Looks in a row at which the nonce was used but no variant was in a block.</summary>
    public int UsedWithoutReceipt { get; set; }

    public bool IsPending => Receipt is null;

    public bool IsReverted => Receipt is { Succeeded: false };
}
