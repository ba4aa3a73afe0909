namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>A page of fills, newest first; next is the cursor of the next page.</summary>
internal sealed record FillsDto(IReadOnlyList<FillDto> Fills, string? Next, string Sequence);
