using DexExtra.Gateway.Rest.Description;
using DexExtra.Messages;

namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// A position (F7); quantity is signed, average price for display only. Margin is its bucket where it is isolated,
/// debt what it then owes itself (not positive), quantile its place in the queue of deleveraging (L5), 0 = not in it.
/// </summary>
internal sealed record PositionDto(
    uint MarketId,
    string MetricId,
    string Quantity,
    string QuantityLots,
    string Cost,
    string? AveragePrice,
    string RealisedPnl,
    [property: Words(typeof(MarginMode))] string MarginMode,
    string Margin,
    string Debt,
    int Quantile);
