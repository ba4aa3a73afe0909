namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Every market as it stands.</summary>
internal sealed record MarketsDto(IReadOnlyList<MarketDto> Markets);
