namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A market after a command of the operator.</summary>
internal sealed record MarketChangedDto(MarketDto Market, string Sequence);
