using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A position that became flat or turned round: its whole life (F10).</summary>
internal sealed record ClosedPositionDto(
    uint MarketId,
    string Quantity,
    string QuantityLots,
    string? EntryPrice,
    string? ExitPrice,
    string RealisedPnl,
    string Fees,
    [property: Words(typeof(PositionEnd))] string End,
    [property: Words(typeof(Outcome))] string Outcome,
    string OpenedTimeNs,
    string ClosedTimeNs);
