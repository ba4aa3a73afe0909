namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One order as of a command log position.</summary>
internal sealed record FoundOrderDto(OrderDto Order, string Sequence);
