using DexExtra.Messages;

namespace DexExtra.Engine.Reference;

/// <summary>A job that visits orders over as many commands as it takes (§4, §13).</summary>
public sealed class ReferenceSweep
{
    /// <summary>Null for a mass cancel.</summary>
    public ReferenceMarket? Market { get; init; }

    public required Queue<ReferenceOrder> Rest { get; init; }

    public required Func<ReferenceOrder, bool> Takes { get; init; }

    public required CancelReason Reason { get; init; }

    /// <summary>Null for a sweep of a market.</summary>
    public ReferenceAccount? Requester { get; init; }

    public ulong RequestId { get; init; }

    public long FirstSequence { get; init; }

    public long Cancelled { get; set; }
}
