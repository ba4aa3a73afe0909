namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>Every fund of the venue.</summary>
internal sealed record FundsDto(IReadOnlyList<FundDto> Funds, string Sequence);
