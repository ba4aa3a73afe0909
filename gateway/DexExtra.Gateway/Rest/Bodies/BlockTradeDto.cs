namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The engine's answer to a block trade.</summary>
internal sealed record BlockTradeDto(BlockMatchDto? Match, string Sequence);
