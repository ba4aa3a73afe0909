using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>How a market trades; ticks and lots as integer text, times in seconds unless named otherwise.</summary>
internal sealed record RulesDto(
    string EntryBandTicks,
    string ExecutionBandTicks,
    string CascadeTicks,
    string CollarTicks,
    string CollarWidenTicks,
    string InitialReferenceTicks,
    string MinDisplayLots,
    string MinOrderLots,
    string MinMarkDepthLots,
    string PriceIncrementTicks,
    IReadOnlyList<TriggerDto> VolatilityTriggers,
    uint EntryBandVolatility,
    uint MaxIcebergParts,
    uint MaxCascade,
    uint AuctionSeconds,
    uint AuctionRandomSeconds,
    uint MaxExtensions,
    uint BatchIntervalMs,
    uint SessionEndSecondOfDay,
    uint ScheduledAuctionSecondOfDay,
    uint OutageSeconds,
    uint MarkMaxAgeSeconds,
    [property: Words(typeof(Allocation))] string Allocation,
    uint Flags);
