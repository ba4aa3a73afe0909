using DexExtra.Hosting;
using DexExtra.Journal.Storage;
using DexExtra.Settlement.Chain;
using DexExtra.Signing;
using DexExtra.Transport;
using Microsoft.Extensions.Logging;

namespace DexExtra.Settlement;

/// <summary>What the agent works with; the seams that tests replace are the chain and the storage.</summary>
internal sealed record AgentParts
{
    public required VenueSection Venue { get; init; }

    public required SettlementSection Section { get; init; }

    public required IChain Chain { get; init; }

    /// <summary>Of the outbox and of the event log.</summary>
    public required IMappedStorage Storage { get; init; }

    public required PrivateKey Key { get; init; }

    /// <summary>Signs withdrawals; null: this process pays none.</summary>
    public PrivateKey? Approver { get; init; }

    public required IPublication Publication { get; init; }

    public required ILogger Log { get; init; }
}
