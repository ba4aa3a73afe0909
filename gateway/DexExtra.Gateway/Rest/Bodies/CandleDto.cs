namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>
/// One candle (D9): engine time, decimal and integer prices, lots; a closed one that changed has a higher revision.
/// </summary>
internal sealed record CandleDto(
    string OpenTimeNs,
    string Open,
    string High,
    string Low,
    string Close,
    string OpenTicks,
    string HighTicks,
    string LowTicks,
    string CloseTicks,
    string Quantity,
    string Lots,
    string? AveragePrice,
    string Trades,
    int Revision,
    bool Closed);
