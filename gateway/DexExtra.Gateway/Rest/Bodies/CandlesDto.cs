namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Candles, oldest first; next is the from of the next page.</summary>
internal sealed record CandlesDto(
    uint MarketId,
    string Interval,
    IReadOnlyList<CandleDto> Candles,
    string? Next,
    string Sequence);
