using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>docs/money.md §11: what is known of a market's result.</summary>
public sealed class ReferenceResult
{
    /// <summary>The assertion that counts, or the last one.</summary>
    public Hash32 AssertionId { get; set; }

    /// <summary>M5: without a dispute it is confirmed from then on.</summary>
    public ulong LivenessEndSeconds { get; set; }

    public Hash32 RejectedId { get; set; }

    /// <summary>Proposed, later final.</summary>
    public long SettlementTicks { get; set; }

    /// <summary>M7: null while nobody disputes.</summary>
    public long? DisputedSinceNs { get; set; }

    public long DisputedNs { get; set; }

    /// <summary>M2: when trading ended.</summary>
    public long EndedNs { get; set; }

    public bool IsFallback { get; set; }

    public bool IsVoid { get; set; }
}
