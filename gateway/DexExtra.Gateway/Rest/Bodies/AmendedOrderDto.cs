namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>The engine's answer to an amendment (C1–C4).</summary>
internal sealed record AmendedOrderDto(string OrderId, bool KeepsPriority, OrderDto? Order, string Sequence);
