namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Public trades, newest first; next is the cursor of the next page.</summary>
internal sealed record TradesDto(uint MarketId, IReadOnlyList<TradeDto> Trades, string? Next);
