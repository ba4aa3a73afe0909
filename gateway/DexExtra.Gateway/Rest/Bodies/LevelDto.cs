namespace DexExtra.Gateway.Rest.Bodies;

/// <summary>One price level of a book.</summary>
internal sealed record LevelDto(string Price, string Quantity, string PriceTicks, string QuantityLots, int Orders);
